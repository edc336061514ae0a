import type {Argv} from 'yargs';
import {ok} from '../../domain/result.ts';
import {snapshotDocument} from '../../report/snapshot-documents.ts';
import {namedSnapshot} from '../../snapshots/named-snapshot.ts';
import {type Command, printDocument} from '../command.ts';
import {withCatalogue} from '../with-catalogue.ts';

interface Options {
  readonly snapshot: string;
}

export const snapshotShow: Command<Options> = {
  usage: 'show <snapshot>',
  describe: 'Show a snapshot: source, rules, policies, gate, files',
  examples: [
    ['ruletrial snapshot show community', 'show the newest snapshot of a ruleset'],
    ['ruletrial snapshot show community~1', 'show the one before it'],
  ],
  options: yargs =>
    yargs.positional('snapshot', {
      type: 'string',
      demandOption: true,
      describe: 'a ruleset, RULESET~1, or the start of a digest',
    }) as Argv<Options>,
  run(call) {
    return withCatalogue(call, (_, rows) => {
      const found = namedSnapshot(call.options.snapshot, rows);
      if (!found.ok) return found;
      printDocument(call, snapshotDocument(found.value), found.value);
      return ok(undefined);
    });
  },
};
