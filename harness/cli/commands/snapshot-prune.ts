import type {Argv} from 'yargs';
import type {Failure} from '../../domain/failure.ts';
import {ok, type Result} from '../../domain/result.ts';
import {snapshotListDocument} from '../../report/snapshot-documents.ts';
import {prunable, pruneSnapshots, removeUnnamed} from '../../snapshots/prune.ts';
import type {SnapshotRow} from '../../snapshots/questions.ts';
import {askingCatalogue} from '../asking-catalogue.ts';
import {asking, type Called, type Command, conducting, printDocument} from '../command.ts';
import {fail} from '../failures.ts';

interface Options {
  readonly keep: number;
  readonly dryRun: boolean;
}

export const snapshotPrune: Command<Options> = {
  usage: 'prune',
  describe: 'Remove old snapshots; the newest of each ruleset and those that a trial uses are kept',
  examples: [['ruletrial snapshot prune --keep 30 --dry-run', 'show what would be removed']],
  options: yargs =>
    yargs
      .option('keep', {
        type: 'number',
        default: 10,
        describe: 'how many snapshots to keep of each ruleset and policy',
      })
      .option('dry-run', {
        type: 'boolean',
        default: false,
        describe: 'only list what would be removed',
      }) as unknown as Argv<Options>,
  async run(called) {
    const {keep, dryRun} = called.options;
    if (!Number.isInteger(keep) || keep < 1) {
      const reason = `--keep: expected 1 or more, found ${keep}`;
      return fail('usage', {reason, command: 'snapshot prune'});
    }
    // the lock first: a trial that is planned meanwhile, or a take, would not be seen
    const going = await conducting<readonly SnapshotRow[]>(called, async deps => {
      const used = await digestsInTrials(called);
      if (!used.ok) return used;
      const rows = await askingCatalogue<readonly SnapshotRow[]>(called, (_, all) => ok(all));
      if (!rows.ok) return rows;
      const old = prunable(rows.value, keep, used.value);
      if (!dryRun) {
        await pruneSnapshots(old, deps);
        await removeUnnamed(rows.value, used.value, deps.snapshots);
      }
      return ok(old);
    });
    if (!going.ok) return going;
    const document = snapshotListDocument(going.value, called.settings.stateDir);
    printDocument(
      called,
      {...document, title: dryRun ? 'Snapshots that would be removed' : 'Snapshots removed'},
      going.value,
    );
    return ok(undefined);
  },
};

/** Digests that trials use; a trial that cannot be asked may use any, so nothing is removed then. */
async function digestsInTrials(called: Called<Options>): Promise<Result<ReadonlySet<string>, Failure>> {
  const used = new Set<string>();
  for (const name of await called.deps.trials(called.settings)) {
    const asked = await asking(called, name, async answers => {
      for (const digest of await answers.snapshotsUsed()) used.add(digest);
      return ok(undefined);
    });
    if (!asked.ok) return asked;
  }
  return ok(used);
}
