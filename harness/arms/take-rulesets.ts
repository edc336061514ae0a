import type {Failure} from '../domain/failure.ts';
import {ok, type Result} from '../domain/result.ts';
import type {Policy} from '../domain/rule.ts';
import type {Manifest} from '../domain/snapshot.ts';
import {isoSeconds} from '../domain/time.ts';
import {type DeclaredDeps, takeOrderOf} from '../snapshots/declared.ts';
import type {Acceptable} from '../snapshots/gate.ts';
import {lastGoodOf} from '../snapshots/last-good.ts';
import {takeSnapshot} from '../snapshots/take.ts';
import {type Reading, readRuleset} from './read-declared.ts';

/** The result of taking a snapshot of one ruleset. */
export interface TakenRuleset {
  readonly ruleset: string;
  /** `unchanged`: the rules are the same as in the last good snapshot. `unavailable`: the user must provide something first, such as an oinkcode. */
  readonly result: 'taken' | 'unchanged' | 'refused' | 'unavailable';
  readonly manifest: Manifest | undefined;
  /** The last good snapshot before this attempt. It stays in use if no new one was taken. */
  readonly last: Manifest | undefined;
  readonly message: string;
  readonly failure: Failure | undefined;
}

export interface TakeRulesetsDeps extends Reading, Omit<DeclaredDeps, 'resolve'> {
  readonly stop: AbortSignal;
}

/** Kinds of failure that mean `unavailable`, not `refused`. */
const UNAVAILABLE = new Set(['ruleset-unavailable', 'manual-missing']);

/** Takes snapshots of rulesets, one after another. A refused one does not stop the others. Without `names`, all declared rulesets are taken. */
export async function takeRulesets(
  request: {names: readonly string[] | undefined; policy: Policy | undefined; accept: readonly Acceptable[]},
  deps: TakeRulesetsDeps,
): Promise<Result<readonly TakenRuleset[], Failure>> {
  const taken: TakenRuleset[] = [];
  const names = request.names ? [...new Set(request.names)] : await deps.declarations.names('ruleset');
  for (const ruleset of names) {
    if (deps.stop.aborted) {
      taken.push(stopped(ruleset, deps));
      continue;
    }
    deps.say({kind: 'info', text: `taking a snapshot of ${ruleset}`});
    taken.push(await takeRuleset(ruleset, request, deps));
  }
  return ok(taken);
}

function stopped(ruleset: string, {messageOf}: TakeRulesetsDeps): TakenRuleset {
  const failure = {kind: 'take-stopped' as const, ruleset};
  const message = messageOf(failure);
  return {ruleset, result: 'refused', manifest: undefined, last: undefined, message, failure};
}

/** Takes a snapshot of one ruleset as it is declared now. If it is refused, the last good snapshot stays in use. */
export async function takeRuleset(
  ruleset: string,
  {policy, accept}: {policy: Policy | undefined; accept: readonly Acceptable[]},
  deps: TakeRulesetsDeps,
): Promise<TakenRuleset> {
  const none = {ruleset, manifest: undefined, last: undefined};
  const refused = (failure: Failure) => ({
    ...none,
    result: 'refused' as const,
    message: deps.messageOf(failure),
    failure,
  });
  const declared = await readRuleset(ruleset, deps);
  if (!declared.ok) return refused(declared.failure);
  const {value} = declared.value;
  const resolve = deps.declarations.resolve;
  const wanted = await takeOrderOf(ruleset, value, policy ?? value.policy, accept, {...deps, resolve});
  const last = lastGoodOf(wanted, deps.catalogue);
  const taken = await takeSnapshot(wanted, deps);
  if (taken.ok) {
    const result = last?.digest === taken.value.digest ? 'unchanged' : 'taken';
    return {ruleset, result, manifest: taken.value, last, message: '', failure: undefined};
  }
  const {failure} = taken;
  if (failure.kind === 'download-too-soon' && last) {
    const nextTryAt = isoSeconds(failure.until);
    const message = `${failure.url} was not fetched: ${failure.reason}; next try after ${nextTryAt}. The last good snapshot stays in use`;
    return {ruleset, result: 'unchanged', manifest: undefined, last, message, failure: undefined};
  }
  return {...refused(failure), last, result: UNAVAILABLE.has(failure.kind) ? 'unavailable' : 'refused'};
}
