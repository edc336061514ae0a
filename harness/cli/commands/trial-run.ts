import type {Argv} from 'yargs';
import type {TrialReport} from '../../analysis/trial-report.ts';
import {runSchedule} from '../../daemon/perform.ts';
import {ok} from '../../domain/result.ts';
import {fail as failTrial} from '../../trial/failures.ts';
import {type Command, type CommandCall, conductOrRequest} from '../command.ts';
import {printData} from '../console.ts';
import {SCHEDULE_ARGUMENT, scheduleName} from '../schedule-argument.ts';
import {type FullOption, fullOption, writeTrialReport} from '../write-trial-report.ts';

interface Options extends FullOption {
  readonly schedule: string;
}

export const trialRun: Command<Options> = {
  usage: 'run <schedule>',
  describe: 'Run a schedule to completion: start its next trial, or continue an unfinished one, and seal it',
  runsEngines: true,
  examples: [
    [
      'ruletrial trial run example',
      'run schedules/example.yaml; if it is killed, the same command continues',
    ],
    ['ruletrial trial run daily', 'run a live schedule in the foreground'],
    ['ruletrial trial run example --engine recorded', 'use recorded runs in place of Snort'],
  ],
  options: yargs =>
    fullOption(
      yargs.positional('schedule', {type: 'string', demandOption: true, describe: SCHEDULE_ARGUMENT}),
    ) as Argv<Options>,
  run: call => runAndReport(call, scheduleName(call.options.schedule, call.settings.project)),
};

/** Runs a trial until it is sealed, writes its report in every format and prints the summary. */
export async function runAndReport(
  call: CommandCall<FullOption>,
  schedule: string,
  hints: readonly string[] = [],
) {
  const done = await conductOrRequest<string, 'trial run'>(call, 'trial run', {schedule}, deps =>
    runSchedule(schedule, deps),
  );
  if (!done.ok) return done;
  return reportSealed(call, done.value, hints);
}

/** Counts the captures that were abandoned in at least one arm. */
const abandonedCaptures = ({parts}: TrialReport): number =>
  parts.flatMap(({captures}) => captures).filter(({abandoned}) => abandoned.includes(true)).length;

/** Writes the report of a sealed trial and prints its summary, hints about what to do next, and the path of the report. */
export async function reportSealed(
  call: CommandCall<FullOption>,
  trial: string,
  hints: readonly string[] = [],
) {
  const written = await writeTrialReport(call, trial);
  if (!written.ok) return written;
  const {folder, report} = written.value;
  if (!call.json) printData(['', ...hints, `report: ${folder}/report.html`].join('\n'));
  const captures = abandonedCaptures(report);
  return captures === 0
    ? ok(undefined)
    : failTrial('captures-abandoned', {trial: report.trial.name, captures});
}
