import type {Argv} from 'yargs';
import type {Failure} from '../../domain/failure.ts';
import {ok} from '../../domain/result.ts';
import {importDocument} from '../../report/import-document.ts';
import {type Imported, importSnapshots} from '../../snapshots/import.ts';
import {asConductor, type Command, printDocument} from '../command.ts';

interface Options {
  readonly folder: string;
}

export const snapshotImport: Command<Options> = {
  usage: 'import <folder>',
  describe: 'Copy snapshots from another state folder, verified byte by byte; that folder must not be in use',
  examples: [['ruletrial snapshot import /media/usb/.ruletrial', 'copy snapshots from another machine']],
  options: yargs =>
    yargs.positional('folder', {
      type: 'string',
      demandOption: true,
      describe: 'a state folder, with catalogue.db and snapshots/',
    }) as Argv<Options>,
  async run(call) {
    const done = await asConductor<readonly Imported[]>(call, async deps => {
      const other = await call.deps.catalogue({...call.settings, stateDir: call.options.folder});
      if (!other.ok) return other as {ok: false; failure: Failure};
      const files = await call.deps.snapshotFiles({...call.settings, stateDir: call.options.folder});
      try {
        return await importSnapshots({answers: other.value, files}, deps);
      } finally {
        other.value.close();
      }
    });
    if (!done.ok) return done;
    printDocument(call, importDocument(done.value, call.options.folder), done.value);
    return ok(undefined);
  },
};
