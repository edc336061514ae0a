import {join} from 'node:path';
import type {Argv} from 'yargs';
import type {TrialReport} from '../analysis/trial-report.ts';
import type {Failure} from '../domain/failure.ts';
import {ok, type Result} from '../domain/result.ts';
import {readTrialReport} from '../report/read-trial-report.ts';
import {summaryDocument} from '../report/summary-document.ts';
import {trialDocument} from '../report/trial-document.ts';
import {writeReport} from '../report/write-report.ts';
import {asking, type Called, printDocument} from './command.ts';

export interface FullOption {
  readonly full: boolean;
}

/** `--full`, alike for every command that ends with a report. */
export const fullOption = <T>(yargs: Argv<T>): Argv<T & FullOption> =>
  yargs.option('full', {
    type: 'boolean',
    default: false,
    describe: 'print the whole report, not only its summary',
  }) as Argv<T & FullOption>;

/**
 * Judges a trial, writes its report in every format to reports/TRIAL/ and prints its summary, or with --full the whole.
 * Gives the folder of the report too.
 */
export function writeTrialReport(
  called: Called<FullOption>,
  trial: string,
): Promise<Result<{folder: string; report: TrialReport}, Failure>> {
  return asking(called, trial, async answers => {
    const report = await readTrialReport(answers);
    const folder = called.deps.reportFolder(join(called.settings.reports, report.trial.name));
    await writeReport(report, called.deps.render, folder);
    printDocument(called, called.options.full ? trialDocument(report) : summaryDocument(report), report);
    return ok({folder: folder.path, report});
  });
}
