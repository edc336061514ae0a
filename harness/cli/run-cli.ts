import type {Argv} from 'yargs';
import yargs from 'yargs';
import {hideSecrets} from '../declarations/hide-secrets.ts';
import type {Failure} from '../domain/failure.ts';
import type {Result} from '../domain/result.ts';
import {describeFailure} from './all-failures.ts';
import type {CommandDeps, Settings} from './command-deps.ts';
import {type AnyCommand, COMMANDS, commandWords, type Entry, loadCommand} from './command-table.ts';
import {unknownWord, wordsOf} from './command-words.ts';
import {printFailure, printFailureJson} from './console.ts';
import {fail} from './failures.ts';

/** Runs one command line to its end; gives the exit code. `depsOf` is asked only where a command runs: help needs none. */
export async function runCli(
  args: readonly string[],
  version: string,
  depsOf: () => Promise<CommandDeps>,
): Promise<number> {
  const path = wordsOf(args);
  const unknown = unknownWord(args, path);
  if (unknown) return printAndExitCode(unknown, args);
  const command = await loadCommand(path.join(' '));
  let result: Result<void, Failure> | undefined;
  const parser = base(version);
  const done = (called: Result<void, Failure>): void => {
    result = called;
  };
  if (command) addCommand(parser, path, command, done, depsOf);
  else describeGroup(parser, path);
  try {
    // a group without its command, or nothing at all, asks for help
    await parser.parseAsync(command || args.includes('--version') ? args.map(named) : [...path, '--help']);
  } catch (thrown) {
    if (!(thrown instanceof WrongUsage)) throw thrown;
    // an option that there is not may hold a secret
    const said = hideSecrets(thrown.message);
    const reason = said.startsWith('Not enough non-option')
      ? `expected ${command?.usage ?? 'a command'}`
      : said;
    const known = commandWords().some(words => words === path.join(' ') || words.startsWith(`${path[0]} `))
      ? path.join(' ')
      : '';
    result = fail('usage', {reason, command: known});
  }
  return result === undefined || result.ok ? 0 : printAndExitCode(result.failure, args);
}

/** yargs loses a lone dash, by which standard input is meant. */
const named = (arg: string): string => (arg === '-' ? '/dev/stdin' : arg);

/** What yargs has to complain about; anything else that is thrown is no matter of usage. */
class WrongUsage extends Error {}

/** Prints a failure as text, or as JSON if that was asked for, and returns its exit code. */
function printAndExitCode(failure: Failure, args: readonly string[]): number {
  const {message, exit} = describeFailure(failure);
  if (args.includes('--json')) printFailureJson(failure, message);
  else printFailure(message);
  return exit;
}

function base(version: string): Argv {
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
      throw error ?? new WrongUsage(message);
    });
}

const EXIT_CODES = `Exit codes:
  0  success
  1  internal error
  2  wrong usage of the command line
  3  something is missing on this machine
  4  input was refused
  5  storage or disk error
  6  not finished
  7  the rerun differs
  8  sealed, but some captures were abandoned

docs/failures.md explains every failure.`;

/** Each example on its own line, its explanation indented below it: no terminal is too narrow for two columns. */
const examplesText = (examples: AnyCommand['examples']): string =>
  ['Examples:', ...examples.flatMap(([example, what]) => [`  ${example}`, `      ${what}`])].join('\n');

/** What every command takes. */
interface CommonOptions extends Settings {
  readonly json: boolean;
}

function addCommand(
  parser: Argv,
  path: readonly string[],
  command: AnyCommand,
  done: (result: Result<void, Failure>) => void,
  depsOf: () => Promise<CommandDeps>,
): void {
  const add = (into: Argv): Argv =>
    into.command(
      command.usage,
      command.describe,
      (inner): Argv<CommonOptions> => {
        inner.epilogue(examplesText(command.examples));
        return command.options(inner);
      },
      async options => {
        const {project, stateDir, reports, engine, json}: CommonOptions = options;
        const settings = {project, stateDir, reports, engine};
        done(await command.run({options, settings, json, deps: await depsOf()}));
      },
    );
  if (path.length === 1) add(parser);
  else parser.command(String(path[0]), '', inner => add(inner).demandCommand(1));
}

/** Help for the whole or for a group: its commands listed, none loaded. */
function describeGroup(parser: Argv, path: readonly string[]): void {
  const group = COMMANDS.find(({word}) => word === path[0])?.group;
  const list = (into: Argv, entries: readonly Entry[]): Argv => {
    for (const {word, describe, group: inner} of entries)
      into.command(inner ? `${word} <command>` : word, describe);
    return into;
  };
  if (group) parser.command(String(path[0]), '', inner => list(inner, group));
  else list(parser, COMMANDS);
}

export {commandWords, loadCommand};
