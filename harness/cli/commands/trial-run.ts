import type {Argv} from 'yargs';
import type {TrialReport} from '../../analysis/trial-report.ts';
import {runSchedule} from '../../daemon/perform.ts';
import {ok} from '../../domain/result.ts';
import {fail as failTrial} from '../../trial/failures.ts';
import {type Called, type Command, conductingOrAsking} from '../command.ts';
import {printData} from '../console.ts';
import {type FullOption, fullOption, writeTrialReport} from '../write-trial-report.ts';

interface Options extends FullOption {
  readonly name: string;
}

export const trialRun: Command<Options> = {
  usage: 'run <name>',
  describe: 'Run a schedule to completion: start its next trial, or continue an unfinished one, and seal it',
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
      yargs.positional('name', {
        type: 'string',
        demandOption: true,
        describe: 'a file in schedules/, without .yaml',
      }),
    ) as Argv<Options>,
  run: called => runAndTell(called, called.options.name),
};

/** Runs to the seal, writes the report in every format and prints it. */
export async function runAndTell(
  called: Called<FullOption>,
  schedule: string,
  hints: readonly string[] = [],
) {
  const done = await conductingOrAsking<string, 'trial run'>(called, 'trial run', {schedule}, deps =>
    runSchedule(schedule, deps),
  );
  if (!done.ok) return done;
  return reportSealed(called, done.value, hints);
}

/** Captures that were abandoned for at least one arm. */
const abandonedCaptures = ({parts}: TrialReport): number =>
  parts.flatMap(({captures}) => captures).filter(({abandoned}) => abandoned.includes(true)).length;

/** The report of a sealed trial: written, its summary printed, then what may come next, and last where the report lies. */
export async function reportSealed(called: Called<FullOption>, trial: string, hints: readonly string[] = []) {
  const written = await writeTrialReport(called, trial);
  if (!written.ok) return written;
  const {folder, report} = written.value;
  if (!called.json) printData(['', ...hints, `report: ${folder}/report.html`].join('\n'));
  const captures = abandonedCaptures(report);
  return captures === 0
    ? ok(undefined)
    : failTrial('captures-abandoned', {trial: report.trial.name, captures});
}
