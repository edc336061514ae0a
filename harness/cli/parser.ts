import yargs, {type Argv} from 'yargs';
import type {AnyCommand} from './command-table.ts';

/** A complaint of yargs about the command line; other exceptions are not about usage. */
export class WrongUsage extends Error {}

/** Makes a parser with the options of every command. */
export function base(version: string): Argv {
  return yargs([])
    .scriptName('ruletrial')
    .usage(
      '$0 <command>\n\nCompares Snort 3 rulesets, live or on the same captures: stores every alert once, and shows side by side which rules each ruleset fired.',
    )
    .version('version', 'show the version', version)
    .help('help', 'show this help')
    .alias('h', 'help')
    .wrap(Math.min(110, process.stdout.columns ?? 110))
    .option('json', {type: 'boolean', default: false, global: true, describe: 'print data as JSON'})
    .option('project', {
      type: 'string',
      default: '.',
      global: true,
      describe: 'folder with rulesets/ and schedules/',
    })
    .option('state-dir', {
      type: 'string',
      default: '.ruletrial',
      global: true,
      describe: 'folder for trials and snapshots',
    })
    .option('reports', {
      type: 'string',
      default: 'reports',
      global: true,
      describe: 'folder for reports',
    })
    .option('engine', {
      choices: ['auto', 'snort3', 'recorded'] as const,
      default: 'auto' as const,
      global: true,
      describe: 'auto: Snort 3 if installed, otherwise recorded runs if the schedule names any',
    })
    .epilogue(EXIT_CODES)
    .strict()
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      // what yargs complains of while it reads the words comes as an error of its own
      if (error === undefined || error.name === 'YError') throw new WrongUsage(message ?? error?.message);
      throw error;
    });
}

const EXIT_CODES = `Exit codes:
  0  success
  1  internal error
  2  wrong usage of the command line
  3  something is missing on this machine
  4  input was refused
  5  storage error, or in use by another ruletrial
  6  not finished
  7  the rerun differs
  8  sealed, but some captures were abandoned

docs/failures.md explains every failure.`;

/** Formats examples: each on its own line, with its explanation indented below it, so that narrow terminals suffice. */
export const examplesText = (examples: AnyCommand['examples']): string =>
  ['Examples:', ...examples.flatMap(([example, what]) => [`  ${example}`, `      ${what}`])].join('\n');
