import {judgeOverlaps} from '../analysis/overlaps.ts';
import {metadataFilter} from '../domain/rule.ts';
import type {EngineIdentity, PlanArm} from '../domain/trial.ts';
import type {CheckFacts} from '../engine/ports.ts';
import {overlapsOf} from '../rules/overlap.ts';
import {isLoaded, switchedBy} from '../snapshots/catalogue-rules.ts';
import type {PlanArmDeps} from './plan-arm.ts';

export interface CheckedArm {
  readonly arm: string;
  /** The name shown for the engine, such as `Snort 3.11.1.0`. */
  readonly engine: string;
  readonly loaded: number;
  readonly enabled: number;
}

export interface CheckedSchedule {
  readonly captures: number;
  readonly ignored: readonly string[];
  readonly arms: readonly CheckedArm[];
  /** Rules that each pair of arms would load in common. */
  readonly overlaps: ReturnType<typeof judgeOverlaps>;
}

/** Describes an arm whose rules an engine has tested. */
export function checkedArm(
  arm: string,
  {kind, version, recordedOn}: EngineIdentity,
  {loaded, enabled}: CheckFacts,
): CheckedArm {
  const engine = kind === 'playback' ? `RECORDED (${version}, ${recordedOn})` : `Snort ${version}`;
  return {arm, engine, loaded, enabled};
}

/** Counts the rules that each pair of these arms would load in common. */
export const enabledOverlaps = (
  arms: readonly PlanArm[],
  deps: Pick<PlanArmDeps, 'catalogue'>,
): ReturnType<typeof judgeOverlaps> =>
  judgeOverlaps({plan: {arms}, overlaps: overlapsOf(arms.flatMap(arm => loadedBy(arm, deps)))});

/** Returns the rules of an arm's snapshot that are enabled under its policy, according to the catalogue. */
function loadedBy({name, ruleset, settings, ...arm}: PlanArm, {catalogue}: Pick<PlanArmDeps, 'catalogue'>) {
  if (!ruleset) return [];
  const filter = settings && metadataFilter(settings);
  const rules = catalogue.rulesOf(ruleset.digest);
  const byTweaks = switchedBy(arm);
  return [{arm: name, rules: rules.filter(rule => isLoaded(rule, filter, byTweaks))}];
}
