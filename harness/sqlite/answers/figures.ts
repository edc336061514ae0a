import type {Figures, PartFigures, RuleFigures} from '../../answers/figures.ts';
import {isLivePlan} from '../../domain/trial.ts';
import {overlapsOf} from '../../rules/overlap.ts';
import type {Trial} from '../open-trial.ts';
import {readPlan} from '../read-plan.ts';
import {readArms} from './arms.ts';
import {readCaptures, readFailedUnits, readOnlyOne} from './captures.ts';
import {readFired} from './fired.ts';
import {readFlows} from './flows.ts';
import {knownRows} from './known.ts';
import {type ArmRules, factsOf, notEnabled, readLoadedRules} from './known-rules.ts';
import {readListed} from './listed.ts';
import {readLive} from './live.ts';
import {type PartPlan, partsOf} from './parts.ts';
import {readRulesFound} from './rules-found.ts';

/** Reads all figures that the report of a trial is made from, in one transaction. */
export function readFigures(db: Trial): Figures {
  return db
    .transaction((): Figures => {
      const {name, plan, sealedAt} = readPlan(db);
      const parts = partsOf(db, plan);
      const newest = parts[0]?.plan ?? plan;
      // the setups of the arms are the same in every part
      const loaded = readLoadedRules(db, newest);
      return {
        trial: name,
        plan: newest,
        sealedAt,
        checked: readChecked(db),
        rulesFound: readRulesFound(db),
        overlaps: overlapsOf(loaded),
        parts: parts.map(part => partFigures(db, part, isLivePlan(plan), loaded)),
      };
    })
    .deferred();
}

/** Reads the numbers of rules that each arm loads. */
export const readChecked = (db: Trial): Figures['checked'] =>
  knownRows(db.prepare('SELECT name AS arm, loaded, enabled, builtins FROM arm ORDER BY id').all());

/** Reads the figures of one part. `isLiveTrial` is true for a rotating or concurrent trial. */
function partFigures(
  db: Trial,
  {part, plan}: PartPlan,
  isLiveTrial: boolean,
  loaded: readonly ArmRules[],
): PartFigures {
  const reads = part === 'same-traffic';
  const facts = factsOf(db, plan);
  const rules = readFired(db, {part});
  const ruleKeys = db.prepare(RULE_KEYS).all({part}) as PartFigures['ruleKeys'];
  return {
    part,
    plan,
    arms: readArms(db, part, plan),
    rules: rules.map((rule): RuleFigures => ({...rule, facts: facts(rule)})),
    ruleKeys,
    notEnabled: notEnabled(loaded, distinctRules(ruleKeys)),
    captures: reads ? readCaptures(db, part) : [],
    failedUnits: readFailedUnits(db, part),
    onlyOne: reads && plan.arms.length > 1 ? readOnlyOne(db, part, plan.arms.length) : [],
    flows: reads && plan.arms.length > 1 ? readFlows(db, part, plan.arms.length) : [],
    listed: readListed(db, part),
    snapshots: isLiveTrial ? (db.prepare(SNAPSHOTS).all({part}) as PartFigures['snapshots']) : [],
    ...(isLiveTrial && part === 'live' ? {live: readLive(db)} : {}),
  };
}

const distinctRules = (keys: PartFigures['ruleKeys']) => [
  ...new Map(keys.map(({gid, sid}) => [`${gid}:${sid}`, {gid, sid}])).values(),
];

const RULE_KEYS = `SELECT arm, gid, sid, sum(alerts) AS alerts FROM v_rule_fired WHERE part = @part
  GROUP BY arm, gid, sid ORDER BY arm, gid, sid`;

const SNAPSHOTS = `SELECT arm.name AS arm, count(DISTINCT setup.json ->> '$.ruleset.digest') AS snapshots
  FROM counted_run AS run JOIN arm ON arm.id = run.arm JOIN setup ON setup.id = run.setup
  WHERE run.part = @part GROUP BY arm.id`;
