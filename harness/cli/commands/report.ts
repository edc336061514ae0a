import {join} from 'node:path';
import type {Argv} from 'yargs';
import {ok} from '../../domain/result.ts';
import {tellReport} from '../../report/gather.ts';
import {FORMATS, type Format} from '../../report/ports.ts';
import {tellTrial} from '../../report/tell-trial.ts';
import {reportFiles, writeReport} from '../../report/write-report.ts';
import {asking, type Command, printDocument} from '../command.ts';
import {printData} from '../console.ts';
import {fail} from '../failures.ts';

interface Options {
  readonly trial: string;
  readonly format: Format | 'all';
  readonly out: string | undefined;
}

export const report: Command<Options> = {
  usage: 'report <trial>',
  describe: "Show a trial's report: what each ruleset fired, side by side",
  examples: [
    ['ruletrial report example', 'the newest trial of schedules/example.yaml, in the terminal'],
    ['ruletrial report example-1 --format all', 'every format again into reports/example-1/'],
    ['ruletrial report example --format csv --out tables', 'a folder of tidy tables'],
  ],
  options: yargs =>
    yargs
      .positional('trial', {
        type: 'string',
        demandOption: true,
        describe: 'a trial, or a schedule (its newest trial)',
      })
      .option('format', {
        choices: [...FORMATS, 'all'] as const,
        default: 'terminal',
        describe: 'how it is told',
      })
      .option('out', {
        type: 'string',
        describe: 'folder to write to; left out: print (csv, all: reports/TRIAL/)',
      }) as Argv<Options>,
  run(called) {
    const {trial, format, out} = called.options;
    if (out !== undefined && format === 'terminal') {
      const reason = '--out needs a --format: markdown, html, csv, json or all';
      return Promise.resolve(fail('usage', {reason, command: 'report'}));
    }
    return asking(called, trial, async answers => {
      const value = await tellReport(answers);
      if (format === 'terminal' || called.json) {
        printDocument(called, tellTrial(value), value);
        return ok(undefined);
      }
      const place = called.outside.reportFolder(out ?? join(called.settings.reports, value.trial.name));
      if (format === 'all') await writeReport(value, called.outside.render, place);
      else {
        const files = reportFiles(value, format, called.outside.render);
        if (out === undefined && format !== 'csv') {
          printData(files[0]?.content ?? '');
          return ok(undefined);
        }
        await place.write(files);
      }
      printData(place.path);
      return ok(undefined);
    });
  },
};
