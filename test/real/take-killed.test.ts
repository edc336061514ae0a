import {killTakes} from '../rig/kill-takes.ts';

killTakes(25);
