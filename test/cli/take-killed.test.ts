import {killTakes} from '../rig/kill-takes.ts';

// npm run test:real has more
killTakes(4);
