import {makeReport} from '../analysis/make-report.ts';
import type {TrialReport} from '../analysis/trial-report.ts';
import type {Answers} from '../answers/ports.ts';

/** Reads a trial's figures and builds its report from them. */
export const readTrialReport = async (answers: Pick<Answers, 'figures'>): Promise<TrialReport> =>
  makeReport(await answers.figures());
