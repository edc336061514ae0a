import {join} from 'node:path';
import type {Argv} from 'yargs';
import {FORMAT_NAMES, FORMATS, type Format, SCREEN_FORMAT, WRITTEN_FORMATS} from '../../document/formats.ts';
import type {Failure} from '../../domain/failure.ts';
import {joined} from '../../domain/plural.ts';
import {ok, type Result} from '../../domain/result.ts';
import {readTrialReport} from '../../report/read-trial-report.ts';
import {trialDocument} from '../../report/trial-document.ts';
import {reportFiles, writeReport} from '../../report/write-report.ts';
import {changesSince} from '../changed-schedules.ts';
import {type Command, type CommandCall, printDocument, withAnswers} from '../command.ts';
import {printData, printJson, warn} from '../console.ts';
import {fail} from '../failures.ts';
import {catchSystemFailures} from '../system-failures.ts';

/** The choice that writes every format. */
const ALL = 'all';

interface Options {
  readonly trial: string;
  readonly format: Format | typeof ALL;
  readonly out: string | undefined;
  readonly open: boolean;
}

export const report: Command<Options> = {
  usage: 'report <trial>',
  describe: "Show a trial's report: what each ruleset fired, side by side",
  examples: [
    ['ruletrial report example', 'show the newest trial of schedules/example.yaml'],
    ['ruletrial report example-1 --format all', 'write every format to reports/example-1/'],
    ['ruletrial report example --format csv --out tables', 'write one CSV file per table to tables/csv/'],
    ['ruletrial report example --open', 'write every format and open the HTML report in the browser'],
  ],
  options: yargs =>
    yargs
      .positional('trial', {
        type: 'string',
        demandOption: true,
        describe: 'a trial, or a schedule (its newest trial)',
      })
      .option('format', {
        choices: [...FORMAT_NAMES, ALL] as const,
        default: SCREEN_FORMAT,
        describe: 'output format',
      })
      .option('out', {
        type: 'string',
        describe:
          'folder to write to; default: standard output, or reports/TRIAL/ for --format csv and --format all',
      })
      .option('open', {
        type: 'boolean',
        default: false,
        describe: 'write every format, and open the HTML report in the browser',
      }) as Argv<Options>,
  async run(call) {
    const {trial, out, open} = call.options;
    const format = open ? ALL : call.options.format;
    const writes = format === ALL ? 'tables' : FORMATS[format].writes;
    if (out !== undefined && writes === 'nothing') {
      const reason = `--out needs a --format: ${joined([...WRITTEN_FORMATS, ALL], 'or')}`;
      return fail('usage', {reason, command: 'report'});
    }
    const changes = await changesSince(call, trial);
    if (changes !== undefined) warn(changes);
    return withAnswers(call, trial, async answers => {
      const value = await readTrialReport(answers);
      if (writes === 'nothing' || (call.json && !open)) {
        printDocument(call, trialDocument(value), value);
        return ok(undefined);
      }
      const folder = call.deps.reportFolder(out ?? join(call.settings.reports, value.trial.name));
      const files = format === ALL ? undefined : reportFiles(value, format, call.deps.render);
      if (files && out === undefined && writes === 'one-file') {
        printData(files[0]?.content ?? '');
        return ok(undefined);
      }
      const written = await catchSystemFailures(folder.path, async () =>
        ok(await (files ? folder.write(files) : writeReport(value, call.deps.render, folder))),
      );
      if (!written.ok) return written;
      if (call.json) printJson(value);
      else printData(folder.path);
      return open ? openReport(join(folder.path, 'report.html'), call) : ok(undefined);
    });
  },
};

/** Opens a report in the browser. */
async function openReport(path: string, {deps}: CommandCall<Options>): Promise<Result<void, Failure>> {
  const reason = await deps.openFile(path);
  return reason === undefined ? ok(undefined) : fail('cannot-open', {path, reason});
}
