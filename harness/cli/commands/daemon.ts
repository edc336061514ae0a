import type {Argv} from 'yargs';
import {type Command, conducting} from '../command.ts';

export const daemon: Command = {
  usage: 'daemon',
  describe:
    'Run all rotating and concurrent schedules, day after day, and handle requests from other ruletrial commands',
  examples: [
    ['ruletrial daemon', 'run until stopped (Ctrl-C, SIGTERM); when started again, it continues'],
    ['ruletrial daemon --json', 'log as NDJSON, one notice per line, for a service manager'],
  ],
  options: yargs => yargs as Argv<object>,
  run: called => conducting<void>(called, deps => deps.daemon(), called.json ? 'ndjson' : 'lines'),
};
