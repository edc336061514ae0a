import type {Argv} from 'yargs';
import type {TrialReport} from '../../analysis/trial-report.ts';
import {runSchedule} from '../../daemon/perform.ts';
import {ok} from '../../domain/result.ts';
import {fail as failTrial} from '../../trial/failures.ts';
import {type Called, type Command, conductingOrAsking} from '../command.ts';
import {printData} from '../console.ts';
import {writeTrialReport} from '../write-trial-report.ts';

interface Options {
  readonly name: string;
}

export const trialRun: Command<Options> = {
  usage: 'run <name>',
  describe: 'Run a schedule: make its next trial, or go on with the one that is not finished, and seal it',
  examples: [
    [
      'ruletrial trial run example',
      'run schedules/example.yaml; killed at any moment, the same command goes on',
    ],
    ['ruletrial trial run daily', 'a live one: conducts its slots in the foreground, as the daemon would'],
    ['ruletrial trial run example --engine recorded', 'without Snort, on recorded runs'],
  ],
  options: yargs =>
    yargs.positional('name', {
      type: 'string',
      demandOption: true,
      describe: 'a file in schedules/, without .yaml',
    }) as Argv<Options>,
  run: called => runAndTell(called, called.options.name),
};

/** Runs to the seal, writes the report in every format and prints it. */
export async function runAndTell(called: Called<unknown>, schedule: string) {
  const done = await conductingOrAsking<string, 'trial run'>(called, 'trial run', {schedule}, deps =>
    runSchedule(schedule, deps),
  );
  if (!done.ok) return done;
  return tellSealed(called, done.value);
}

/** Captures that were given up for at least one arm. */
const givenUpCaptures = ({parts}: TrialReport): number =>
  parts.flatMap(({captures}) => captures).filter(({givenUp}) => givenUp.includes(true)).length;

/** The report of a sealed trial: written, printed, and where it lies. */
export async function tellSealed(called: Called<unknown>, trial: string) {
  const written = await writeTrialReport(called, trial);
  if (!written.ok) return written;
  const {folder, report} = written.value;
  if (!called.json) printData(`\nreport: ${folder}/report.html`);
  const captures = givenUpCaptures(report);
  return captures === 0
    ? ok(undefined)
    : failTrial('captures-given-up', {trial: report.trial.name, captures});
}
