import type {Argv} from 'yargs';
import {asConductor, type Command} from '../command.ts';

export const daemon: Command = {
  usage: 'daemon',
  describe:
    'Run all rotating and concurrent schedules, day after day, and handle requests from other ruletrial commands',
  runsEngines: true,
  examples: [
    ['ruletrial daemon', 'run until stopped (Ctrl-C, SIGTERM); when started again, it continues'],
    ['ruletrial daemon --json', 'log as NDJSON, one message per line, for a service manager'],
  ],
  options: yargs => yargs as Argv<object>,
  run: call => asConductor<void>(call, deps => deps.daemon(), call.json ? 'ndjson' : 'lines'),
};
