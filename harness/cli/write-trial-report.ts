import {join} from 'node:path';
import type {Argv} from 'yargs';
import type {TrialReport} from '../analysis/trial-report.ts';
import type {Failure} from '../domain/failure.ts';
import {ok, type Result} from '../domain/result.ts';
import {readTrialReport} from '../report/read-trial-report.ts';
import {summaryDocument} from '../report/summary-document.ts';
import {trialDocument} from '../report/trial-document.ts';
import {writeReport} from '../report/write-report.ts';
import {type CommandCall, printDocument, withAnswers} from './command.ts';
import {catchSystemFailures} from './system-failures.ts';

export interface FullOption {
  readonly full: boolean;
}

/** Adds `--full`, which is the same for every command that ends with a report. */
export const fullOption = <T>(yargs: Argv<T>): Argv<T & FullOption> =>
  yargs.option('full', {
    type: 'boolean',
    default: false,
    describe: 'print the whole report, not only its summary',
  }) as Argv<T & FullOption>;

/**
 * Writes the report of a trial in every format to reports/TRIAL/, prints its summary, or with --full the whole report, and
 * returns the report and its folder.
 */
export function writeTrialReport(
  call: CommandCall<FullOption>,
  trial: string,
): Promise<Result<{folder: string; report: TrialReport}, Failure>> {
  return withAnswers(call, trial, async answers => {
    const report = await readTrialReport(answers);
    const folder = call.deps.reportFolder(join(call.settings.reports, report.trial.name));
    const written = await catchSystemFailures(folder.path, async () =>
      ok(await writeReport(report, call.deps.render, folder)),
    );
    if (!written.ok) return written;
    printDocument(call, call.options.full ? trialDocument(report) : summaryDocument(report), report);
    return ok({folder: folder.path, report});
  });
}
