import type {FiredRow, RuleFigures} from '../../answers/figures.ts';
import {type LoadedRule, metadataFilter} from '../../domain/rule.ts';
import type {TrialPlan} from '../../domain/trial.ts';
import {isLoaded, switchedBy} from '../../snapshots/catalogue-rules.ts';
import {readFacts, readJson, ruleFacts} from '../catalogue-rows.ts';
import type {Trial} from '../open-trial.ts';

interface KnownRow {
  readonly gid: number;
  readonly sid: number;
  readonly rev: number;
  readonly enabled: number;
  readonly facts: string;
  readonly text_digest: string;
}

/** The rules that an arm loads. */
export interface ArmRules {
  readonly arm: string;
  readonly rules: readonly LoadedRule[];
}

/** Reads the rules that each arm of a plan loads. Arms whose rules are unknown are left out. */
export function readLoadedRules(db: Trial, plan: TrialPlan): ArmRules[] {
  const select = db.prepare(
    'SELECT gid, sid, rev, enabled, facts, text_digest FROM known_rule WHERE digest = ?',
  );
  const byDigest = new Map<string, readonly KnownRow[]>();
  const rowsOf = (digest: string): readonly KnownRow[] => {
    const rows = byDigest.get(digest) ?? (select.all(digest) as KnownRow[]);
    byDigest.set(digest, rows);
    return rows;
  };
  return plan.arms.flatMap(({name, ruleset, settings, ...arm}) => {
    const rows = ruleset ? rowsOf(ruleset.digest) : [];
    if (rows.length === 0) return [];
    // imported logs have no settings; if their snapshot was named, its manifest says the same
    const filter = ruleset && metadataFilter(settings ?? ruleset);
    const byTweaks = switchedBy(arm);
    return [{arm: name, rules: rows.filter(row => loads(row, filter, byTweaks)).map(loadedRule)}];
  });
}

/** Returns which of these rules each arm does not load; nothing about generators (gid) of which it loads no rule. */
export const notEnabled = (
  loaded: readonly ArmRules[],
  keys: readonly {readonly gid: number; readonly sid: number}[],
): {arm: string; gid: number; sid: number}[] =>
  loaded.flatMap(({arm, rules}) => {
    const enabled = new Set(rules.map(({gid, sid}) => `${gid}:${sid}`));
    const known = new Set(rules.map(({gid}) => gid));
    return keys
      .filter(({gid, sid}) => known.has(gid) && !enabled.has(`${gid}:${sid}`))
      .map(({gid, sid}) => ({arm, gid, sid}));
  });

function loads(
  {gid, sid, enabled, facts}: KnownRow,
  filter: Parameters<typeof isLoaded>[1],
  byTweaks: Parameters<typeof isLoaded>[2],
): boolean {
  const policies = filter === undefined ? [] : readFacts(facts).policies;
  return isLoaded({gid, sid, enabled: enabled === 1, policies}, filter, byTweaks);
}

const loadedRule = ({gid, sid, rev, text_digest}: KnownRow): LoadedRule => ({
  gid,
  sid,
  rev,
  textDigest: text_digest,
});

/** Returns a lookup of the references and policies of a rule that fired in an arm of the plan. */
export function factsOf(
  db: Trial,
  plan: TrialPlan,
): (rule: Pick<FiredRow, 'arm' | 'gid' | 'sid' | 'rev'>) => RuleFigures['facts'] {
  const digests = new Map(plan.arms.map(({name, ruleset}) => [name, ruleset?.digest]));
  const found = db.prepare(FOUND_IN).pluck();
  const select = db.prepare('SELECT facts FROM known_rule WHERE digest = ? AND gid = ? AND sid = ?').pluck();
  return ({arm, gid, sid, rev}) => {
    const digest = found.get(arm, gid, sid, rev) ?? digests.get(arm) ?? '';
    const text = select.get(digest, gid, sid);
    const facts = typeof text === 'string' ? readJson(ruleFacts, text) : undefined;
    return facts && {references: facts.references, policies: facts.policies.map(({policy}) => policy)};
  };
}

/** Selects the snapshot in which a rule of imported logs was found. */
const FOUND_IN = `SELECT digest FROM rule JOIN found_rule AS found ON found.rule = rule.id JOIN arm ON arm.id = found.arm
  WHERE arm.name = ? AND gid = ? AND sid = ? AND rev = ? LIMIT 1`;
