import type {PartReport, TrialReport} from './trial-report.ts';

/** A trial's report cut down to one of its arms, each part alike; undefined when it has no such arm. */
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

const ofArm = <T extends {readonly arm: string}>(rows: readonly T[], name: string): T[] =>
  rows.filter(({arm}) => arm === name);

/** A part reduced to one arm; empty if the arm had no rules in it. */
function cutPart(part: PartReport, name: string): PartReport {
  const index = part.arms.findIndex(({arm}) => arm === name);
  const own = <T>(values: readonly T[]): T[] => (index < 0 ? [] : values.slice(index, index + 1));
  return {
    ...part,
    flags: flagsOf(part.flags, name),
    arms: own(part.arms),
    rules: part.rules
      .map(rule => ({...rule, alerts: own(rule.alerts)}))
      .filter(({alerts: [alerts = 0]}) => alerts > 0)
      .map(rule => ({...rule, firedBy: 1})),
    captures: part.captures.map(({path, alerts, rules, analyzed, problems, abandoned}) => ({
      path,
      alerts: own(alerts),
      rules: own(rules),
      analyzed: own(analyzed),
      problems: own(problems),
      abandoned: own(abandoned),
    })),
    onlyOne: ofArm(part.onlyOne, name),
    listed: ofArm(part.listed, name),
    ...(part.live ? {live: cutLive(part.live, name)} : {}),
  };
}

/** The arm's own slots and all that happened in them; what is measured of the whole sensor is left out. */
function cutLive(live: NonNullable<PartReport['live']>, name: string): NonNullable<PartReport['live']> {
  const {time: _, machine: __, ...kept} = live;
  const slots = ofArm(live.slots, name);
  const own = new Set(slots.map(({slot}) => slot));
  return {
    ...kept,
    slots,
    arms: ofArm(live.arms, name),
    runs: ofArm(live.runs, name),
    switches: ofArm(live.switches, name),
    notices: live.notices.filter(({arm, slot}) =>
      arm === undefined ? slot === undefined || own.has(slot) : arm === name,
    ),
    recordings: live.recordings.filter(({slot}) => own.has(slot)),
    load: live.load.filter(({arm}) => arm === name),
  };
}
