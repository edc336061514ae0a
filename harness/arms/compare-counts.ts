import {failed, ok, type Result} from '../domain/result.ts';
import {ruleKey} from '../domain/rule.ts';
import type {GateStep} from '../domain/snapshot.ts';
import type {EngineFailure} from '../engine/failures.ts';
import type {ArmConfig, CheckFacts, Engine} from '../engine/ports.ts';
import type {CatalogueRule} from '../snapshots/catalogue-rules.ts';
import type {ScratchFolder} from './check-arm.ts';

/** Rules that are named of each side. */
const MAX_NAMED = 20;

/**
 * Our count of enabled rules against the engine's: equal, explained or refused. States of the user's own tweaks explain
 * it, and so does an archive's own configuration.
 */
export async function compareCounts(
  engine: Engine,
  config: ArmConfig,
  {enabled}: CheckFacts,
  rules: readonly CatalogueRule[],
  {withScratch}: ScratchFolder,
): Promise<Result<GateStep, EngineFailure>> {
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

/** Rules of a snapshot that the engine switches otherwise than the snapshot says, by `gid:sid`. */
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
