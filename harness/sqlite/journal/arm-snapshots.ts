import {metadataFilter, type RuleIdParts} from '../../domain/rule.ts';
import {isOfRules} from '../../domain/snapshot.ts';
import {isLoaded} from '../../snapshots/catalogue-rules.ts';
import type {ArmSnapshots, RulesOfSnapshot} from '../../trial/ports.ts';
import {readRulesFound} from '../answers/rules-found.ts';
import type {Trial} from '../open-trial.ts';
import {MAX_WORD} from './bounded-words.ts';
import {keepKnownRules} from './known-rules.ts';

/** Stores which snapshots the rules of imported logs come from. `setRuleset` changes the plan. */
export function armSnapshots(
  db: Trial,
  setRuleset: (arm: string, ruleset: RulesOfSnapshot['manifest']) => void,
): ArmSnapshots {
  const armId = db.prepare('SELECT id FROM arm WHERE name = ?').pluck();
  return {
    fired: arm => db.prepare(FIRED).all({arm: armId.get(arm)}) as RuleIdParts[],
    setNamed: db.transaction((arm: string, snapshot: RulesOfSnapshot) => {
      setRuleset(arm, snapshot.manifest);
      setCounts(db, arm, snapshot);
      keepSnapshots(db, Number(armId.get(arm)), [snapshot], true);
    }).immediate,
    setMatched: db.transaction((arm: string, snapshots: readonly RulesOfSnapshot[]) =>
      keepSnapshots(db, Number(armId.get(arm)), snapshots, false),
    ).immediate,
    find: db.transaction((arm: string) => {
      findRules(db, Number(armId.get(arm)));
      const all = readRulesFound(db);
      return all.flatMap(({arm: name, ...found}) => (name === arm ? [found] : []))[0];
    }).immediate,
  };
}

/** Stores how many rules the named snapshot has; nothing for one of blocklists, whose events are builtin rules. */
function setCounts(db: Trial, arm: string, {manifest, rules}: RulesOfSnapshot): void {
  const filter = metadataFilter(manifest);
  const enabled = rules.filter(rule => isLoaded(rule, filter)).length;
  const counts = isOfRules(manifest.counts) ? [rules.length, enabled] : [null, null];
  db.prepare('UPDATE arm SET loaded = ?, enabled = ? WHERE name = ?').run(...counts, arm);
}

function keepSnapshots(db: Trial, arm: number, snapshots: readonly RulesOfSnapshot[], named: boolean): void {
  db.prepare('DELETE FROM arm_snapshot WHERE arm = ?').run(arm);
  const insert = db.prepare(
    'INSERT INTO arm_snapshot(arm, position, digest, name, named) VALUES(?, ?, ?, ?, ?)',
  );
  for (const [position, {name, manifest, rules}] of snapshots.entries()) {
    keepKnownRules(db, manifest, rules);
    insert.run(arm, position, manifest.digest, name, named ? 1 : 0);
  }
}

/** Finds the rules that fired in an arm in its snapshots, and stores for each the row of `rule` that is shown. */
function findRules(db: Trial, arm: number): void {
  db.prepare('DELETE FROM found_rule WHERE arm = ?').run(arm);
  db.prepare(`INSERT OR IGNORE INTO rule(gid, sid, rev, priority, classtype, msg)
    SELECT gid, sid, rev, priority, classtype, msg FROM (${FOUND})`).run({arm});
  db.prepare(`INSERT INTO found_rule(arm, rule, shown, digest) SELECT @arm, found.id, rule.id, found.digest
    FROM (${FOUND}) AS found JOIN rule USING(gid, sid, rev, priority, classtype, msg)`).run({arm});
}

const IN_ARM =
  'rule.id IN (SELECT rule FROM run_rule JOIN run ON run.id = run_rule.run WHERE run.arm = @arm AND counted)';
const FIRED = `SELECT DISTINCT gid, sid, rev FROM rule WHERE ${IN_ARM}`;

/**
 * Each rule with the first snapshot that knows it. What the log says goes first. A named snapshot has each rule in one
 * revision, whatever the log says; a match needs the same revision.
 */
const FOUND = `SELECT id, gid, sid, rev, priority, classtype, msg, digest FROM (
  SELECT rule.id, rule.gid, rule.sid, rule.rev, known.digest,
    coalesce(nullif(rule.priority, 0), known.priority) AS priority,
    coalesce(nullif(rule.classtype, ''), substr(known.class, 1, ${MAX_WORD})) AS classtype,
    coalesce(nullif(rule.msg, ''), substr(known.msg, 1, ${MAX_WORD})) AS msg,
    row_number() OVER (PARTITION BY rule.id ORDER BY position) AS nth
  FROM rule JOIN arm_snapshot AS snapshot ON snapshot.arm = @arm
  JOIN known_rule AS known ON known.digest = snapshot.digest AND known.gid = rule.gid AND known.sid = rule.sid
    AND (named OR known.rev = rule.rev)
  WHERE ${IN_ARM}) WHERE nth = 1`;
