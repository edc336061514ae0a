import type {TrialReport} from '../analysis/trial-report.ts';

/** A trial's report cut down to one of its arms; undefined when it has no such arm. */
export function armAlone(report: TrialReport, name: string): TrialReport | undefined {
  const place = report.arms.findIndex(arm => arm.name === name);
  const arm = report.arms[place];
  if (!arm) return undefined;
  const only = <T>(values: readonly T[]): T[] => values.slice(place, place + 1);
  const {baseline: _, ...trial} = report.trial;
  return {
    ...report,
    trial,
    flags: report.flags.filter(flag => flag.arm === undefined || flag.arm === name),
    arms: [arm],
    overlaps: [],
    rules: report.rules
      .map(rule => ({...rule, alerts: only(rule.alerts)}))
      .filter(({alerts}) => (alerts[0] ?? 0) > 0)
      .map(rule => ({...rule, firedBy: 1})),
    captures: report.captures.map(capture => ({
      ...capture,
      alerts: only(capture.alerts),
      rules: only(capture.rules),
      analyzed: only(capture.analyzed),
    })),
    onlyOne: report.onlyOne.filter(row => row.arm === name),
  };
}
