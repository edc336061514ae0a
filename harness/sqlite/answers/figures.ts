import type {CaptureFigures, Figures, PartFigures, RuleFigures} from '../../answers/figures.ts';
import {isLivePlan, type TrialPlan} from '../../domain/trial.ts';
import {overlapsOf} from '../../rules/overlap.ts';
import type {Trial} from '../open-trial.ts';
import {readPlan} from '../read-plan.ts';
import {alertDigests} from './alert-digests.ts';
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
  const captures = reads ? readCaptures(db, part) : [];
  const rules = readFired(db, {part});
  const ruleKeys = db.prepare(RULE_KEYS).all({part}) as PartFigures['ruleKeys'];
  return {
    part,
    plan,
    arms: readArms(db, part, plan),
    rules: rules.map((rule): RuleFigures => ({...rule, facts: facts(rule)})),
    ruleKeys,
    notEnabled: notEnabled(loaded, distinctRules(ruleKeys)),
    captures,
    failedUnits: readFailedUnits(db, part),
    onlyOne: reads && plan.arms.length > 1 ? readOnlyOne(db, part, plan.arms.length) : [],
    flows:
      reads && plan.arms.length > 1
        ? readFlows(db, part, {arms: plan.arms.length, baseline: plan.baseline})
        : [],
    identical: reads ? readIdentical(db, captures, plan) : [],
    listed: readListed(db, part),
    snapshots: isLiveTrial ? (db.prepare(SNAPSHOTS).all({part}) as PartFigures['snapshots']) : [],
    ...(isLiveTrial && part === 'live' ? {live: readLive(db)} : {}),
  };
}

/** Returns the arms that raised the same alerts as the baseline on every capture; digests are computed only where counts agree. */
function readIdentical(
  db: Trial,
  captures: readonly CaptureFigures[],
  {arms, baseline}: TrialPlan,
): readonly string[] {
  if (baseline === undefined) return [];
  const countsOf = (name: string) =>
    JSON.stringify(
      captures
        .filter(({arm}) => arm === name)
        .map(({capture, alerts, problem}) => [capture, alerts, problem]),
    );
  const alike = arms
    .map(({name}) => name)
    .filter(name => name !== baseline && countsOf(name) === countsOf(baseline));
  if (alike.length === 0 || !captures.some(({arm}) => arm === baseline)) return [];
  const digests = alertDigests(db);
  const digestsOf = (name: string) =>
    JSON.stringify(digests.filter(({arm}) => arm === name).map(({capture, digest}) => [capture, digest]));
  return alike.filter(name => digestsOf(name) === digestsOf(baseline));
}

const distinctRules = (keys: PartFigures['ruleKeys']) => [
  ...new Map(keys.map(({gid, sid}) => [`${gid}:${sid}`, {gid, sid}])).values(),
];

const RULE_KEYS = `SELECT arm, gid, sid, sum(alerts) AS alerts FROM v_rule_fired WHERE part = @part
  GROUP BY arm, gid, sid ORDER BY arm, gid, sid`;

const SNAPSHOTS = `SELECT arm.name AS arm, count(DISTINCT setup.json ->> '$.ruleset.digest') AS snapshots
  FROM counted_run AS run JOIN arm ON arm.id = run.arm JOIN setup ON setup.id = run.setup
  WHERE run.part = @part GROUP BY arm.id`;
