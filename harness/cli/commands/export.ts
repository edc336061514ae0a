import type {Argv} from 'yargs';
import {oneArm} from '../../analysis/one-arm.ts';
import {ARM_FORMAT, VALUE_FORMAT, WRITTEN_FORMATS, type WrittenFormat} from '../../document/formats.ts';
import {readTrialReport} from '../../report/read-trial-report.ts';
import {reportFiles} from '../../report/write-report.ts';
import {fail as failTrial} from '../../trial/failures.ts';
import {type Command, withAnswers} from '../command.ts';
import {printOrWrite} from '../print-formats.ts';

interface Options {
  readonly trial: string;
  readonly arm: string;
  readonly format: WrittenFormat;
  readonly out: string | undefined;
}

export const exportArm: Command<Options> = {
  usage: 'export <trial>',
  describe: 'Export the report of one arm: its setup, the rules that fired, CPU and memory',
  examples: [
    ['ruletrial export example --arm broad', 'print it as Markdown'],
    ['ruletrial export example --arm broad --format html --out broad', 'write one page to broad/report.html'],
    [
      'ruletrial export example --arm broad --format csv --out broad',
      'write one CSV file per table to broad/csv/',
    ],
  ],
  options: yargs =>
    yargs
      .positional('trial', {
        type: 'string',
        demandOption: true,
        describe: 'a trial, or a schedule (its newest trial)',
      })
      .option('arm', {type: 'string', demandOption: true, describe: 'the arm'})
      .option('format', {
        choices: WRITTEN_FORMATS,
        default: ARM_FORMAT,
        describe: 'output format',
      })
      .option('out', {
        type: 'string',
        describe: 'folder to write to; default: standard output',
      }) as Argv<Options>,
  run(call) {
    const {trial, arm, out} = call.options;
    const format = call.json ? VALUE_FORMAT : call.options.format;
    return withAnswers(call, trial, async answers => {
      const report = await readTrialReport(answers);
      const value = oneArm(report, arm);
      if (!value) {
        const arms = report.arms.map(({name}) => name);
        return failTrial('arm-missing', {trial: report.trial.name, arm, arms});
      }
      return printOrWrite(call, reportFiles(value, format, call.deps.render), out);
    });
  },
};
