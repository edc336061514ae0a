import {plural} from '../domain/plural.ts';
import {isoSeconds} from '../domain/time.ts';
import type {PlanArm, TrialPlan} from '../domain/trial.ts';
import type {Flag, TrialReport} from './trial-report.ts';

/** Flags arms that load the same rules: the same snapshot with the same settings, or rules with identical texts. */
export function sameRules(plan: TrialPlan, overlaps: TrialReport['overlaps']): Flag[] {
  const groups = new Map<string, Set<string>>();
  for (const {name, ruleset, settings} of plan.arms) {
    if (!ruleset) continue;
    const key = `${ruleset.digest} ${settings?.policy ?? ''} ${settings?.builtins ?? ''} ${settings?.list ?? ''}`;
    groups.set(key, (groups.get(key) ?? new Set()).add(name));
  }
  const groupOf = (arm: string) => [...groups.values()].find(names => names.has(arm)) ?? new Set([arm]);
  for (const {a, b, same, sameText} of overlaps) {
    const [left, right] = [groupOf(a), groupOf(b)];
    if (!same || sameText === 0 || left === right || !sameBuiltins(a, b, plan)) continue;
    for (const name of right) left.add(name);
    right.clear();
  }
  return [...groups.values()]
    .filter(names => names.size > 1)
    .map(names => ({
      flag: 'same-rules' as const,
      severity: 'warning' as const,
      text: `${[...names].join(' and ')} loaded the same rules. Any difference comes from traffic or configuration.`,
    }));
}

function sameBuiltins(a: string, b: string, plan: TrialPlan): boolean {
  const builtinsOf = (name: string) => plan.arms.find(arm => arm.name === name)?.settings?.builtins ?? false;
  return builtinsOf(a) === builtinsOf(b);
}

/** Returns the flags of an arm's snapshot: rules not loaded, gate checks that failed, and snapshots refused since. */
export function snapshotFlags({name, ruleset, settings, listsCover, engine}: PlanArm): Flag[] {
  if (!ruleset) return [];
  const {counts, gate, refusals = []} = ruleset;
  const flags: Flag[] = [];
  // whether the Snort of imported logs loaded its SO rules is unknown
  if (counts.soNotLoaded > 0 && engine.kind !== 'log') {
    const text = `${name}: ${plural(counts.soNotLoaded, 'enabled SO rule')} ${counts.soNotLoaded === 1 ? 'was' : 'were'} not loaded`;
    flags.push({flag: 'so-not-loaded', severity: 'note', arm: name, text});
  }
  if (listsCover !== undefined) {
    const block = settings?.list === 'block';
    const effect = block ? 'no rule fires on that traffic' : 'all of it raises list events';
    const text = `${name}: its blocklists cover ${listsCover}: ${effect}`;
    flags.push({flag: 'list-covers', severity: block ? 'warning' : 'note', arm: name, text});
  }
  for (const {check, outcome, words} of gate.filter(step => step.outcome === 'accepted')) {
    const text = `${name}: its snapshot was ${outcome} although it failed the check ${check} (${words})`;
    flags.push({flag: 'gate-not-passed', severity: 'warning', arm: name, text});
  }
  const [newest] = refusals;
  if (newest) {
    const text = `${name}: the snapshot of ${isoSeconds(ruleset.takenAt)} stayed in use, because ${plural(refusals.length, 'later attempt')} to take a snapshot failed, the last at ${isoSeconds(newest.at)}: ${newest.words}`;
    flags.push({flag: 'snapshot-refused', severity: 'warning', arm: name, text});
  }
  return flags;
}
