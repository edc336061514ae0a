import {join} from 'node:path';
import type {TrialReport} from '../analysis/trial-report.ts';
import type {Failure} from '../domain/failure.ts';
import {ok, type Result} from '../domain/result.ts';
import {tellReport} from '../report/gather.ts';
import {tellTrial} from '../report/tell-trial.ts';
import {writeReport} from '../report/write-report.ts';
import {asking, type Called, printDocument} from './command.ts';

/** Judges a trial, writes its report in every format to reports/TRIAL/, prints it. Gives the folder of the report too. */
export function writeTrialReport(
  called: Called<unknown>,
  trial: string,
): Promise<Result<{folder: string; report: TrialReport}, Failure>> {
  return asking(called, trial, async answers => {
    const report = await tellReport(answers);
    const folder = called.deps.reportFolder(join(called.settings.reports, report.trial.name));
    await writeReport(report, called.deps.render, folder);
    printDocument(called, tellTrial(report), report);
    return ok({folder: folder.path, report});
  });
}
