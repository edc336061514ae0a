import type {PartReport, TrialReport} from './trial-report.ts';

/** Reduces a trial's report to one of its arms, in each part; undefined if it has no such arm. */
export function oneArm(report: TrialReport, name: string): TrialReport | undefined {
  if (!report.arms.some(arm => arm.name === name)) return undefined;
  const {baseline: _, ...trial} = report.trial;
  return {
    ...report,
    trial,
    flags: flagsOf(report.flags, name),
    arms: report.arms.filter(arm => arm.name === name),
    overlaps: [],
    parts: report.parts.map(part => cutPart(part, name)),
  };
}

const flagsOf = (flags: TrialReport['flags'], name: string) =>
  flags.filter(({arm}) => arm === undefined || arm === name);

const rowsOfArm = <T extends {readonly arm: string}>(rows: readonly T[], name: string): T[] =>
  rows.filter(({arm}) => arm === name);

/** Reduces a part to one arm; the result is empty if the arm had no rules in it. */
function cutPart(part: PartReport, name: string): PartReport {
  const index = part.arms.findIndex(({arm}) => arm === name);
  const own = <T>(values: readonly T[]): T[] => (index < 0 ? [] : values.slice(index, index + 1));
  return {
    ...part,
    flags: flagsOf(part.flags, name),
    arms: own(part.arms),
    rules: part.rules
      .map(rule => ({...rule, alerts: own(rule.alerts)}))
      .filter(({alerts: [alerts]}) => (alerts ?? 0) > 0)
      .map(rule => ({...rule, firedBy: 1})),
    captures: part.captures.map(({path, alerts, rules, analyzed, problems, abandoned}) => ({
      path,
      alerts: own(alerts),
      rules: own(rules),
      analyzed: own(analyzed),
      problems: own(problems),
      abandoned: own(abandoned),
    })),
    onlyOne: rowsOfArm(part.onlyOne, name),
    flows: rowsOfArm(part.flows, name),
    comparisons: [],
    listed: rowsOfArm(part.listed, name),
    ...(part.live ? {live: cutLive(part.live, name)} : {}),
  };
}

/** Keeps the arm's own slots and what happened in them; measurements of the whole sensor are left out. */
function cutLive(live: NonNullable<PartReport['live']>, name: string): NonNullable<PartReport['live']> {
  const {time: _, machine: __, ...kept} = live;
  const slots = rowsOfArm(live.slots, name);
  const own = new Set(slots.map(({slot}) => slot));
  return {
    ...kept,
    slots,
    arms: rowsOfArm(live.arms, name),
    runs: rowsOfArm(live.runs, name),
    switches: rowsOfArm(live.switches, name),
    notices: live.notices.filter(({arm, slot}) =>
      arm === undefined ? slot === undefined || own.has(slot) : arm === name,
    ),
    recordings: live.recordings.filter(({slot}) => own.has(slot)),
    load: live.load.filter(({arm}) => arm === name),
  };
}
