import type {Argv} from 'yargs';
import type {Failure} from '../../domain/failure.ts';
import {ok, type Result} from '../../domain/result.ts';
import {snapshotListDocument} from '../../report/snapshot-documents.ts';
import {prunable, pruneSnapshots, removeUnnamed} from '../../snapshots/prune.ts';
import type {SnapshotRow} from '../../snapshots/questions.ts';
import {asConductor, type Command, type CommandCall, printDocument, withAnswers} from '../command.ts';
import {fail} from '../failures.ts';
import {withCatalogue} from '../with-catalogue.ts';

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
        describe: 'how many snapshots to keep of each ruleset and variant (policy or SO platform)',
      })
      .option('dry-run', {
        type: 'boolean',
        default: false,
        describe: 'only list what would be removed',
      }) as unknown as Argv<Options>,
  async run(call) {
    const {keep, dryRun} = call.options;
    if (!Number.isInteger(keep) || keep < 1) {
      const reason = `--keep: expected 1 or more, found ${keep}`;
      return fail('usage', {reason, command: 'snapshot prune'});
    }
    // take the lock first: trials or snapshots that are created meanwhile would be missed
    const removed = await asConductor<readonly SnapshotRow[]>(call, async deps => {
      const used = await digestsInTrials(call);
      if (!used.ok) return used;
      const rows = await withCatalogue<readonly SnapshotRow[]>(call, (_, all) => ok(all));
      if (!rows.ok) return rows;
      const old = prunable(rows.value, keep, used.value);
      if (!dryRun) {
        await pruneSnapshots(old, deps);
        await removeUnnamed(rows.value, used.value, deps.snapshots);
      }
      return ok(old);
    });
    if (!removed.ok) return removed;
    const document = snapshotListDocument(removed.value, call.settings.stateDir);
    printDocument(
      call,
      {...document, title: dryRun ? 'Snapshots that would be removed' : 'Snapshots removed'},
      removed.value,
    );
    return ok(undefined);
  },
};

/** Returns the digests that trials use. Fails if a trial cannot be read, since it may use any. */
async function digestsInTrials(call: CommandCall<Options>): Promise<Result<ReadonlySet<string>, Failure>> {
  const used = new Set<string>();
  for (const name of await call.deps.trials(call.settings)) {
    const read = await withAnswers(call, name, async answers => {
      for (const digest of await answers.snapshotsUsed()) used.add(digest);
      return ok(undefined);
    });
    if (!read.ok) return read;
  }
  return ok(used);
}
