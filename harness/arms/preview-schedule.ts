import {armName} from '../declarations/schedule.ts';
import type {Failure} from '../domain/failure.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import type {Policy} from '../domain/rule.ts';
import type {Manifest} from '../domain/snapshot.ts';
import type {Clock, Micros} from '../domain/time.ts';
import type {MachineFacts} from '../machine/ports.ts';
import {type DeclaredDeps, takeOrderOf} from '../snapshots/declared.ts';
import {failure as snapshotFailure} from '../snapshots/failures.ts';
import {variantOf} from '../snapshots/last-good.ts';
import type {SnapshotRow} from '../snapshots/questions.ts';
import {type Sources, sourceOf} from '../snapshots/source-kinds.ts';
import type {TakeOrder} from '../snapshots/take-order.ts';
import {type Reading, type ReadLive, readLiveSchedule, readRuleset} from './read-declared.ts';
import {wrongNames} from './wrong-names.ts';

/** What an arm of a live schedule would load if its trial were created now. */
export interface ArmPreview {
  readonly arm: string;
  readonly ruleset: string;
  /** The policy of the arm or, if it has none, of its ruleset. */
  readonly policy: Policy | undefined;
  /** The last good snapshot that matches the present declaration. */
  readonly snapshot: Manifest | undefined;
  /** Why the arm has no rules, or why they could not be refreshed. */
  readonly reason: string | undefined;
}

/** The preview of a live schedule. Nothing is run, downloaded or written for it. */
export interface SchedulePreview {
  readonly name: string;
  readonly read: ReadLive;
  readonly arms: readonly ArmPreview[];
  readonly machine: MachineFacts;
  readonly now: Micros;
}

export interface PreviewDeps extends Reading, Pick<DeclaredDeps, 'fileText'> {
  /** The sources of rulesets. They only report what they lack and are not read. */
  readonly sources: Sources;
  /** Every snapshot of the catalogue. */
  readonly snapshots: readonly SnapshotRow[];
  machine(): Promise<MachineFacts>;
  messageOf(failure: Failure): string;
  readonly clock: Clock;
}

/** Previews a live schedule from its rulesets, the catalogue and this machine. */
export async function previewSchedule(
  name: string,
  deps: PreviewDeps,
): Promise<Result<SchedulePreview, Failure>> {
  const read = await readLiveSchedule(name, deps);
  if (!read.ok) return read;
  const wrong = wrongNames(name, read.value, deps);
  if (wrong) return failed(wrong);
  const machine = await deps.machine();
  const {resolve} = deps.declarations;
  const snortVersion = async () => ('found' in machine.snort ? machine.snort.found.version : undefined);
  const arms: ArmPreview[] = [];
  for (const declared of read.value.value.arms) {
    const ruleset = await readRuleset(declared.ruleset, deps);
    if (!ruleset.ok) return ruleset;
    const {value} = ruleset.value;
    const policy = declared.policy ?? value.policy;
    const wanted = await takeOrderOf(declared.ruleset, value, policy, [], {...deps, resolve, snortVersion});
    const snapshot = newestOf(wanted, deps.snapshots);
    const hasRules = snapshot !== undefined || sourceOf(value).isReadForEachTrial;
    const reason = await reasonOf(wanted, hasRules, deps);
    arms.push({arm: armName(declared), ruleset: declared.ruleset, policy, snapshot, reason});
  }
  return ok({name, read: read.value, arms, machine, now: deps.clock.now()});
}

/** Finds the newest snapshot with exactly the declared source and policy. */
function newestOf({request, source}: TakeOrder, rows: readonly SnapshotRow[]): Manifest | undefined {
  const variant = variantOf(request);
  const own = rows.filter(row => row.manifest.name === request.ruleset && row.variant === variant);
  const newest = own.sort((a, b) => b.order - a.order)[0]?.manifest;
  return newest?.source === source ? newest : undefined;
}

async function reasonOf(
  {request, places}: TakeOrder,
  hasRules: boolean,
  {messageOf}: PreviewDeps,
): Promise<string | undefined> {
  for (const {source, path} of places) {
    const failure = await source.lacks?.(path, request);
    if (failure) return messageOf(failure);
  }
  return hasRules ? undefined : messageOf(snapshotFailure('snapshot-not-taken', {ruleset: request.ruleset}));
}
