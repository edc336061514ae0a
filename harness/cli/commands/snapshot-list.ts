import type {Argv} from 'yargs';
import {ok} from '../../domain/result.ts';
import {snapshotListDocument} from '../../report/snapshot-documents.ts';
import {type Command, printDocument} from '../command.ts';
import {withCatalogue} from '../with-catalogue.ts';

interface Options {
  readonly ruleset: string | undefined;
}

export const snapshotList: Command<Options> = {
  usage: 'list [ruleset]',
  describe: 'List snapshots',
  examples: [['ruletrial snapshot list community', "list one ruleset's snapshots, newest first"]],
  options: yargs =>
    yargs.positional('ruleset', {type: 'string', describe: 'only this ruleset'}) as Argv<Options>,
  run(call) {
    return withCatalogue(call, (_, rows) => {
      const {ruleset} = call.options;
      const shown = rows.filter(({manifest}) => ruleset === undefined || manifest.name === ruleset);
      printDocument(call, snapshotListDocument(shown, call.settings.stateDir), shown);
      return ok(undefined);
    });
  },
};
