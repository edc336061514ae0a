import type {Figures, PartFigures, RuleFigures} from '../answers/figures.ts';
import {ruleKey} from '../domain/rule.ts';
import {MICROS_PER_SECOND} from '../domain/time.ts';
import type {PlanArm, TrialPlan} from '../domain/trial.ts';
import {partFlags, trialFlags} from './comparability.ts';
import {judgeLive} from './judge-live.ts';
import {judgeRotation} from './judge-rotation.ts';
import {judgeSameTraffic} from './judge-same-traffic.ts';
import {judgeOverlaps} from './overlaps.ts';
import type {ArmReport, FiredRuleReport, PartArm, PartReport, TrialReport} from './trial-report.ts';

const DAY = 86_400 * MICROS_PER_SECOND;

/** Makes the report from a trial's figures. Pure: the same figures give the same report on any machine. */
export function makeReport(figures: Figures): TrialReport {
  const {plan} = figures;
  const overlaps = judgeOverlaps(figures);
  return {
    version: 2,
    trial: {
      name: figures.trial,
      kind: plan.kind,
      schedule: plan.schedule,
      createdAt: plan.createdAt,
      ...(figures.sealedAt === undefined ? {} : {sealedAt: figures.sealedAt}),
      madeBy: plan.madeBy,
      ...(plan.baseline === undefined ? {} : {baseline: plan.baseline}),
      ...(plan.rerunOf === undefined ? {} : {rerunOf: plan.rerunOf}),
    },
    flags: trialFlags(figures, overlaps),
    arms: plan.arms.map(arm => armReport(arm, figures)),
    overlaps,
    parts: figures.parts.map(part => judgePart(part, figures)),
  };
}

function armReport(identity: PlanArm, {plan, checked, rulesFound}: Figures): ArmReport {
  // when imported logs were written is not when their trial was created
  const newestAt = plan.kind === 'ingested' ? undefined : identity.ruleset?.newestAt;
  const found = rulesFound.find(({arm}) => arm === identity.name);
  const {arm: _, ...rules} = checked.find(({arm}) => arm === identity.name) ?? {arm: identity.name};
  return {
    name: identity.name,
    identity,
    ...(newestAt ? {rulesetAgeDays: Math.max(0, plan.createdAt - newestAt) / DAY} : {}),
    rules,
    ...(found ? {rulesFound: withoutArm(found)} : {}),
  };
}

const withoutArm = ({arm: _, ...found}: Figures['rulesFound'][number]): ArmReport['rulesFound'] => found;

/** Makes the report of one part. */
function judgePart(part: PartFigures, figures: Figures): PartReport {
  const {plan} = part;
  const live = part.live && judgeLive(part.live, part);
  return {
    part: part.part,
    isolation: plan.isolation,
    flags: partFlags(part, figures),
    arms: part.arms.map(arm => ({
      ...arm,
      ...loudestOf(arm, part.ruleKeys),
      fired: firedBy(arm, part.rules),
    })),
    rules: rulesAcross(part),
    captures: part.part === 'same-traffic' ? capturesAcross(part, unreadReason(figures)) : [],
    onlyOne: part.onlyOne.map(row => ({...row})),
    flows: part.flows.map(row => ({...row})),
    comparisons: [
      ...judgeSameTraffic(part),
      ...(live && plan.live ? judgeRotation({plan, live: plan.live, slots: live.slots}, part.part) : []),
    ],
    listed: part.listed.map(row => ({...row, ...modeOf(row.arm, plan)})),
    ...(live ? {live} : {}),
  };
}

/** How many of its loudest rules tell how noisy an arm is. */
const LOUDEST = 3;

/** Returns the share of an arm's alerts that its loudest rules raised. */
function loudestOf(
  {arm, alerts}: Pick<PartArm, 'arm' | 'alerts'>,
  rules: PartFigures['ruleKeys'],
): {loudestShare?: number} {
  if (alerts === 0) return {};
  const counts = rules.filter(rule => rule.arm === arm).map(rule => rule.alerts);
  const loudest = counts.sort((a, b) => b - a).slice(0, LOUDEST);
  return {loudestShare: loudest.reduce((sum, n) => sum + n, 0) / alerts};
}

const firedBy = ({arm, alerts}: Pick<PartArm, 'arm' | 'alerts'>, rules: readonly RuleFigures[]) =>
  rules
    .filter(rule => rule.arm === arm)
    .map(
      ({part: _, arm: __, facts, ...rule}): FiredRuleReport => ({
        ...rule,
        ...facts,
        share: alerts === 0 ? 0 : rule.alerts / alerts,
      }),
    )
    .sort((a, b) => b.alerts - a.alerts || a.gid - b.gid || a.sid - b.sid || a.rev - b.rev);

/** Lists every rule with its alerts in each arm and the message of its newest revision that has one, most alerts first. */
function rulesAcross({arms, rules, ruleKeys, notEnabled}: PartFigures): PartReport['rules'] {
  const newest = new Map<string, RuleFigures>();
  for (const rule of rules) {
    const known = newest.get(ruleKey(rule));
    if (!known || isNewer(rule, known)) newest.set(ruleKey(rule), rule);
  }
  const alertsOf = new Map(ruleKeys.map(row => [`${row.arm} ${ruleKey(row)}`, row.alerts]));
  const missing = new Set(notEnabled.map(row => `${row.arm} ${ruleKey(row)}`));
  return [...newest]
    .map(([key, {gid, sid, msg, class: className, priority}]) => {
      const alerts = arms.map(({arm}) => {
        const pair = `${arm} ${key}`;
        return alertsOf.get(pair) ?? (missing.has(pair) ? null : 0);
      });
      const firedBy = alerts.filter(n => n !== null && n > 0).length;
      return {gid, sid, msg, class: className, priority, alerts, firedBy};
    })
    .sort((a, b) => total(b.alerts) - total(a.alerts) || a.gid - b.gid || a.sid - b.sid);
}

/** Logs with Snort's default fields have no messages, so a rule with a message goes before one without. */
const isNewer = (rule: RuleFigures, known: RuleFigures): boolean =>
  (rule.msg === '') === (known.msg === '') ? rule.rev > known.rev : rule.msg !== '';

const total = (alerts: readonly (number | null)[]): number =>
  alerts.reduce<number>((sum, n) => sum + (n ?? 0), 0);

function capturesAcross(
  {plan, arms, captures, failedUnits}: PartFigures,
  unread: string | null,
): PartReport['captures'] {
  const found = new Map(captures.map(row => [`${row.arm}\n${row.capture}`, row]));
  const lost = new Set(
    failedUnits
      .filter(unit => unit.abandoned)
      .flatMap(unit => unit.captures.map(path => `${unit.arm}\n${path}`)),
  );
  return plan.captures.map(({path}) => {
    const rows = arms.map(({arm}) => ({key: `${arm}\n${path}`, row: found.get(`${arm}\n${path}`)}));
    return {
      path,
      alerts: rows.map(({row}) => row?.alerts ?? 0),
      rules: rows.map(({row}) => row?.rules ?? 0),
      analyzed: rows.map(({row}) => row?.analyzed ?? null),
      problems: rows.map(({key, row}) => row?.problem ?? (lost.has(key) ? ABANDONED : row ? null : unread)),
      abandoned: rows.map(({key}) => lost.has(key)),
    };
  });
}

/** Returns what a sealed replay says about a capture that an arm never read. */
const unreadReason = ({plan, sealedAt}: Figures): string | null =>
  plan.kind === 'replay' && sealedAt !== undefined ? 'not read: the trial was sealed before' : null;

const ABANDONED = 'abandoned: the engine ended early on every attempt';

/** Returns what an arm does with traffic on its blocklists. */
function modeOf(arm: string, plan: TrialPlan): {mode?: string} {
  const mode = plan.arms.find(({name}) => name === arm)?.settings?.list;
  return mode === undefined ? {} : {mode};
}
