import {ruleKey} from '../domain/rule.ts';
import {MICROS_PER_SECOND} from '../domain/time.ts';
import type {TrialPlan} from '../domain/trial.ts';
import {comparability} from './comparability.ts';
import type {ArmFigures, Figures, RuleFigures} from './figures.ts';
import {makeLiveReport} from './live-report.ts';
import {overlapsOf} from './overlaps.ts';
import type {ArmReport, FiredRule, TrialReport} from './trial-report.ts';

/** Judges a trial's figures. Pure: the same figures give the same report on any machine. */
export function makeReport(figures: Figures): TrialReport {
  const {live, paired} = figures;
  return {
    ...wholeReport(figures),
    ...(live ? {live: makeLiveReport(live, figures.plan)} : {}),
    ...(paired ? {paired: wholeReport(paired)} : {}),
  };
}

function wholeReport(figures: Figures): TrialReport {
  const {plan} = figures;
  const report = {
    version: 1 as const,
    trial: {
      name: figures.trial,
      kind: plan.kind,
      schedule: plan.schedule,
      createdAt: plan.createdAt,
      ...(figures.sealedAt === undefined ? {} : {sealedAt: figures.sealedAt}),
      madeBy: plan.madeBy,
      isolation: plan.isolation,
      ...(plan.baseline === undefined ? {} : {baseline: plan.baseline}),
      ...(plan.rerunOf === undefined ? {} : {rerunOf: plan.rerunOf}),
      captures: plan.captures.length,
    },
    arms: figures.arms.map(arm => armReport(arm, figures)),
    overlaps: overlapsOf(figures),
    rules: rulesAcross(figures),
    captures: plan.kind === 'replay' ? capturesAcross(figures) : [],
    onlyOne: figures.onlyOne.map(row => ({...row})),
    listed: figures.listed.map(row => ({...row, ...modeOf(row.arm, plan)})),
  };
  return {...report, flags: comparability(figures, report.overlaps)};
}

function armReport(arm: ArmFigures, figures: Figures): ArmReport {
  const identity = figures.plan.arms.find(({name}) => name === arm.arm) ?? {
    name: arm.arm,
    engine: {kind: 'foreign' as const},
  };
  const fired = figures.rules.filter(rule => rule.arm === arm.arm);
  const alerts = sum(fired, rule => rule.alerts);
  const read = figures.captures.filter(capture => capture.arm === arm.arm);
  const newestAt = identity.ruleset?.newestAt;
  return {
    name: arm.arm,
    identity,
    ...(newestAt
      ? {rulesetAgeDays: Math.max(0, figures.plan.createdAt - newestAt) / (86_400 * MICROS_PER_SECOND)}
      : {}),
    rules: withoutNull({loaded: arm.loaded, enabled: arm.enabled, builtins: arm.builtins}),
    captures: {
      planned: figures.plan.captures.length,
      done: arm.capturesDone,
      unreadable: read.filter(({problem}) => problem !== null).length,
      alerted: read.filter(capture => capture.alerts > 0 && capture.problem === null).length,
    },
    ...(arm.received === null
      ? {}
      : {
          packets: {
            received: arm.received,
            analyzed: arm.analyzed ?? 0,
            dropped: arm.dropped ?? 0,
            ...withoutNull({discarded: arm.discarded}),
          },
        }),
    alerts,
    rejects: arm.rejects,
    sources: arm.sources,
    rulesFired: new Set(fired.map(ruleKey)).size,
    byClasstype: groups(fired, rule => rule.classtype || 'none').map(([classtype, of]) => ({
      classtype,
      ...of,
    })),
    byPriority: groups(fired, rule => String(rule.priority))
      .map(([priority, of]) => ({priority: Number(priority), ...of}))
      .sort((a, b) => a.priority - b.priority),
    fired: fired
      .map(rule => firedRule(rule, alerts))
      .sort((a, b) => b.alerts - a.alerts || a.gid - b.gid || a.sid - b.sid || a.rev - b.rev),
    cost: withoutNull({
      wallSeconds: arm.wallMs === null ? null : arm.wallMs / 1000,
      cpuSeconds: arm.cpuMs === null ? null : arm.cpuMs / 1000,
      peakBytes: arm.peakBytes,
    }),
    runs: {counted: arm.countedRuns, cancelled: arm.cancelledRuns, early: arm.earlyRuns},
  };
}

function firedRule(rule: RuleFigures, alerts: number): FiredRule {
  const {arm: _, firstAt, lastAt, facts: catalogued, ...facts} = rule;
  const known = catalogued && {
    references: catalogued.references.map(reference => ({...reference})),
    policies: catalogued.policies.map(({policy}) => policy),
  };
  return {
    ...facts,
    ...known,
    share: alerts === 0 ? 0 : rule.alerts / alerts,
    ...withoutNull({firstAt, lastAt}),
  };
}

type Known<T> = {[Key in keyof T]?: Exclude<T[Key], null>};

/** Leaves out what is null: an absent figure is not known, which is not 0. */
function withoutNull<T extends Record<string, number | null>>(values: T): Known<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Known<T>;
}

const sum = <T>(rows: readonly T[], of: (row: T) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);

function groups(
  fired: readonly RuleFigures[],
  key: (rule: RuleFigures) => string,
): [string, {alerts: number; rules: number}][] {
  const found = new Map<string, RuleFigures[]>();
  for (const rule of fired) found.set(key(rule), [...(found.get(key(rule)) ?? []), rule]);
  return [...found]
    .map(([name, rules]): [string, {alerts: number; rules: number}] => [
      name,
      {alerts: sum(rules, rule => rule.alerts), rules: new Set(rules.map(ruleKey)).size},
    ])
    .sort(([a, left], [b, right]) => right.alerts - left.alerts || (a < b ? -1 : 1));
}

function rulesAcross({arms, rules}: Figures): TrialReport['rules'] {
  const place = new Map(arms.map(({arm}, index) => [arm, index]));
  const found = new Map<string, {newest: RuleFigures; alerts: number[]}>();
  for (const rule of rules) {
    const key = ruleKey(rule);
    const across = found.get(key) ?? {newest: rule, alerts: arms.map(() => 0)};
    const at = place.get(rule.arm) ?? 0;
    across.alerts[at] = (across.alerts[at] ?? 0) + rule.alerts;
    if (rule.rev > across.newest.rev) across.newest = rule;
    found.set(key, across);
  }
  return [...found.values()]
    .map(({newest: {gid, sid, msg, classtype, priority}, alerts}) => ({
      gid,
      sid,
      msg,
      classtype,
      priority,
      alerts,
      firedBy: alerts.filter(n => n > 0).length,
    }))
    .sort((a, b) => sum(b.alerts, n => n) - sum(a.alerts, n => n) || a.gid - b.gid || a.sid - b.sid);
}

function capturesAcross({plan, arms, captures, runs}: Figures): TrialReport['captures'] {
  const found = new Map(captures.map(row => [`${row.arm}\n${row.capture}`, row]));
  const lost = new Set(runs.filter(({givenUp}) => givenUp).flatMap(run => run.captures));
  return plan.captures.map(({path}) => {
    const rows = arms.map(({arm}) => found.get(`${arm}\n${path}`));
    const told = rows.find(row => row?.problem)?.problem;
    const problem = told ?? (lost.has(path) ? 'given up: the engine did not come to its end' : undefined);
    return {
      path,
      alerts: rows.map(row => row?.alerts ?? 0),
      rules: rows.map(row => row?.rules ?? 0),
      analyzed: rows.map(row => row?.analyzed ?? null),
      ...(problem === undefined ? {} : {problem}),
      ...(lost.has(path) ? {givenUp: true as const} : {}),
    };
  });
}

/** What an arm's blocklist does. */
function modeOf(arm: string, plan: TrialPlan): {mode?: string} {
  const mode = plan.arms.find(({name}) => name === arm)?.settings?.list;
  return mode === undefined ? {} : {mode};
}
