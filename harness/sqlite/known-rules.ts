import type {RuleFigures} from '../analysis/figures.ts';
import {metadataFilter} from '../domain/rule.ts';
import type {TrialPlan} from '../domain/trial.ts';
import type {MessageOf} from '../ingest/known-message.ts';
import type {LoadedRule} from '../rules/overlap.ts';
import {type CatalogueRule, isLoaded, switchedBy} from '../snapshots/catalogue-rules.ts';
import {factsText, readFacts, readJson, ruleFacts} from './catalogue-rows.ts';
import type {Trial} from './open-trial.ts';

/** Facts of the rules on trial, without their texts: what a copied trial is judged with, and may be published. */
export function keepKnownRules(db: Trial, digest: string, rules: readonly CatalogueRule[]): void {
  const insert =
    db.prepare(`INSERT OR IGNORE INTO known_rule(digest, gid, sid, rev, enabled, kind, msg, classtype,
    priority, facts, text_digest) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  for (const rule of rules) {
    const {gid, sid, rev, enabled, kind, msg, classtype, priority, textDigest} = rule;
    const facts = factsText(rule);
    insert.run(digest, gid, sid, rev, enabled ? 1 : 0, kind, msg, classtype, priority, facts, textDigest);
  }
}

interface KnownRow {
  readonly gid: number;
  readonly sid: number;
  readonly rev: number;
  readonly enabled: number;
  readonly facts: string;
  readonly text_digest: string;
}

export interface KnownRules {
  readonly loaded: readonly {readonly arm: string; readonly rules: readonly LoadedRule[]}[];
  factsOf(arm: string, gid: number, sid: number): RuleFigures['facts'];
}

/** The rules that each arm of a plan loads, and what is known of any of them. */
export function readKnownRules(db: Trial, plan: TrialPlan): KnownRules {
  const select = db.prepare(
    'SELECT gid, sid, rev, enabled, facts, text_digest FROM known_rule WHERE digest = ?',
  );
  const byDigest = new Map<string, readonly KnownRow[]>();
  const rowsOf = (digest: string): readonly KnownRow[] => {
    const rows = byDigest.get(digest) ?? (select.all(digest) as KnownRow[]);
    byDigest.set(digest, rows);
    return rows;
  };
  const digests = new Map(plan.arms.map(({name, ruleset}) => [name, ruleset?.digest]));
  const one = db.prepare('SELECT facts FROM known_rule WHERE digest = ? AND gid = ? AND sid = ?').pluck();
  return {
    loaded: plan.arms.flatMap(({name, ruleset, settings, ...arm}) => {
      const rows = ruleset ? rowsOf(ruleset.digest) : [];
      if (rows.length === 0) return [];
      const filter = settings && metadataFilter(settings);
      const byTweaks = switchedBy(arm);
      return [{arm: name, rules: rows.filter(row => loads(row, filter, byTweaks)).map(loadedRule)}];
    }),
    factsOf(arm, gid, sid) {
      const facts = one.get(digests.get(arm) ?? '', gid, sid);
      return typeof facts === 'string' ? readJson(ruleFacts, facts) : undefined;
    },
  };
}

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

/** Messages of a snapshot's rules, looked up one by one: only few are ever asked for. */
export function messagesOf(db: Trial, digest: string | undefined): MessageOf {
  const find = db
    .prepare('SELECT msg FROM known_rule WHERE digest = ? AND gid = ? AND sid = ? AND rev = ?')
    .pluck();
  return ({gid, sid, rev}) => find.get(digest ?? '', gid, sid, rev) as string | undefined;
}
