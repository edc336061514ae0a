import type {PartReport, TrialReport} from '../../harness/analysis/trial-report.ts';
import type {PartName} from '../../harness/answers/parts.ts';

/** A part of a report: the one that it has, or the one that is named. */
export function partOf(report: TrialReport, name?: PartName): PartReport {
  const found = report.parts.filter(({part}) => name === undefined || part === name);
  if (found.length !== 1 || !found[0])
    throw new Error(`found ${found.length} parts ${name ?? ''} in ${report.trial.name}`);
  return found[0];
}

/** What a live trial's report tells of its slots. */
export function liveOf(report: TrialReport): NonNullable<PartReport['live']> {
  const {live} = partOf(report, 'live');
  if (!live) throw new Error(`no slots in ${report.trial.name}`);
  return live;
}

/** Captures that could not be read, with what was said of the first arm that could not. */
export const problemsOf = (part: PartReport): [path: string, problem: string][] =>
  part.captures.flatMap(({path, problems}): [string, string][] => {
    const told = problems.find(problem => problem !== null);
    return told ? [[path, told]] : [];
  });
