import yargs, {type Argv} from 'yargs';
import {ok} from '../../domain/result.ts';
import type {Command} from '../command.ts';

export const completion: Command = {
  usage: 'completion',
  describe: 'Print a script that completes commands, options and names in bash, zsh or fish, as $SHELL says',
  examples: [
    ['ruletrial completion >> ~/.bashrc', 'complete in every new bash'],
    ['source <(ruletrial completion)', 'complete in this shell'],
  ],
  options: parser => parser as Argv<object>,
  run() {
    yargs([]).scriptName('ruletrial').showCompletionScript();
    return Promise.resolve(ok(undefined));
  },
};
