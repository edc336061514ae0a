import type {Argv} from 'yargs';
import {type Command, conducting} from '../command.ts';

export const daemon: Command = {
  usage: 'daemon',
  describe:
    'Conduct all rotating and concurrent schedules, day after day, and serve what other commands ask for',
  examples: [
    ['ruletrial daemon', 'runs until it is told to end (Ctrl-C, SIGTERM); begun again, it goes on'],
    ['ruletrial daemon --json', 'its log as NDJSON, a notice a line, for a service manager'],
  ],
  options: yargs => yargs as Argv<object>,
  run: called => conducting<void>(called, deps => deps.daemon(), called.json ? 'ndjson' : 'lines'),
};
