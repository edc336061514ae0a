import type {Argv} from 'yargs';
import {armAlone} from '../../report/arm-alone.ts';
import {reportFiles} from '../../report/write-report.ts';
import {asking, type Command} from '../command.ts';
import {fail} from '../failures.ts';
import {giveOut} from '../print-formats.ts';

interface Options {
  readonly trial: string;
  readonly arm: string;
  readonly format: 'csv' | 'json' | 'markdown';
  readonly out: string | undefined;
}

export const exportArm: Command<Options> = {
  usage: 'export <trial>',
  describe: 'Export the summary of one ruleset: what it is, what it fired, what it cost',
  examples: [
    ['ruletrial export example --arm broad', 'as Markdown, to the terminal'],
    ['ruletrial export example --arm broad --format csv --out broad', 'a folder of tidy tables'],
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
        choices: ['csv', 'json', 'markdown'] as const,
        default: 'markdown',
        describe: 'as what',
      })
      .option('out', {type: 'string', describe: 'folder to write to; left out: print'}) as Argv<Options>,
  run(called) {
    const {trial, arm, out} = called.options;
    const format = called.json ? 'json' : called.options.format;
    return asking(called, trial, async answers => {
      const value = armAlone(answers.report(), arm);
      if (!value) {
        return fail('arm-missing', {trial: answers.name, arm, arms: answers.plan.arms.map(({name}) => name)});
      }
      return giveOut(called, reportFiles(value, format, called.outside.render), out);
    });
  },
};
