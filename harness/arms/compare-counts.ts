import {failed, ok, type Result} from '../domain/result.ts';
import {ruleKey} from '../domain/rule.ts';
import type {GateCheck} from '../domain/snapshot.ts';
import type {EngineFailure} from '../engine/failures.ts';
import type {ArmConfig, CheckFacts, Engine} from '../engine/ports.ts';
import type {CatalogueRule} from '../snapshots/catalogue-rules.ts';
import type {ScratchFolder} from './check-arm.ts';

/** Maximum number of rules that are listed for each side. */
const MAX_NAMED = 20;

/**
 * Compares the numbers of enabled rules as counted by ruletrial and by the engine. If they differ, the step is refused,
 * unless the user's tweaks or an archive's own configuration explain the difference.
 */
export async function compareCounts(
  engine: Engine,
  config: ArmConfig,
  {enabled}: CheckFacts,
  rules: readonly CatalogueRule[],
  {withScratch}: ScratchFolder,
): Promise<Result<GateCheck, EngineFailure>> {
  const {settings, arm} = config;
  // if all builtin rules are enabled, those in the ruleset are already among them
  const ours = rules.filter(rule => rule.enabled && !(settings.builtins && rule.kind === 'builtin'));
  if (ours.length === enabled)
    return ok({
      check: 'rule-counts',
      outcome: 'passed',
      words: `${enabled} enabled, counted by both ruletrial and Snort`,
    });
  const bySnort = await withScratch(async scratch => engine.enabledRules?.(config, scratch));
  const {on, off} = switched(rules, bySnort);
  const words = `${ours.length} enabled as counted by ruletrial, ${enabled} as counted by Snort`;
  const named = [
    ...(off.length > 0 ? [`off: ${withMore(off).join(', ')}`] : []),
    ...(on.length > 0 ? [`on: ${withMore(on).join(', ')}`] : []),
  ];
  const explanation = settings.ownConfig
    ? "the archive's own configuration decides"
    : 'the tweaks enable or disable rules';
  if (settings.ownConfig || settings.tweaks !== '')
    return ok({
      check: 'rule-counts',
      outcome: 'noted',
      words: [`${words}: ${explanation}`, ...named].join('; '),
    });
  return failed({
    kind: 'rule-counts-differ',
    arm,
    ours: ours.length,
    snorts: enabled,
    onlyOurs: withMore(off),
    onlySnorts: withMore(on),
  });
}

/** Returns the rules, by `gid:sid`, that the engine enables or disables differently from the snapshot. */
export function switched(
  rules: readonly CatalogueRule[],
  bySnort: ReadonlySet<string> | undefined,
): {readonly on: readonly string[]; readonly off: readonly string[]} {
  if (!bySnort) return {on: [], off: []};
  const keys = (enabled: boolean) => rules.filter(rule => rule.enabled === enabled).map(ruleKey);
  return {on: keys(false).filter(key => bySnort.has(key)), off: keys(true).filter(key => !bySnort.has(key))};
}

const withMore = (keys: readonly string[]): readonly string[] =>
  keys.length > MAX_NAMED ? [...keys.slice(0, MAX_NAMED), `and ${keys.length - MAX_NAMED} more`] : keys;
