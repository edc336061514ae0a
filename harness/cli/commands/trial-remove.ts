import type {Argv} from 'yargs';
import {ok} from '../../domain/result.ts';
import {removedDocument} from '../../report/trial-list-document.ts';
import {fail as failTrial} from '../../trial/failures.ts';
import {asConductor, type Command, printDocument} from '../command.ts';

interface Options {
  readonly trial: string;
}

export const trialRemove: Command<Options> = {
  usage: 'remove <trial>',
  describe: 'Delete a trial with its alerts, logs and recorded traffic; snapshots and written reports stay',
  examples: [['ruletrial trial remove example-1', 'delete one trial; it cannot be brought back']],
  options: yargs =>
    yargs.positional('trial', {
      type: 'string',
      demandOption: true,
      describe: 'the full name of a trial, with its number',
    }) as Argv<Options>,
  async run(call) {
    const {trial} = call.options;
    const done = await asConductor<number>(call, async ({trials}) => {
      const known = await trials.names();
      // a schedule's name would mean its newest trial, and deleting the wrong one cannot be undone
      if (!known.includes(trial)) return failTrial('trial-missing', {trial, known});
      return ok(await trials.remove(trial));
    });
    if (!done.ok) return done;
    const removed = {trial, bytes: done.value};
    printDocument(call, removedDocument(removed), removed);
    return ok(undefined);
  },
};
