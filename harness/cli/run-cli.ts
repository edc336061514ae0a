import type {Argv} from 'yargs';
import {hideSecrets} from '../declarations/hide-secrets.ts';
import type {Failure} from '../domain/failure.ts';
import type {Result} from '../domain/result.ts';
import {describeFailure} from './all-failures.ts';
import type {CommandDeps, Settings} from './command-deps.ts';
import {type AnyCommand, COMMANDS, commandWords, type Entry, loadCommand} from './command-table.ts';
import {unknownWord, wordsOf} from './command-words.ts';
import {reasonOf, wrongOption} from './complaints.ts';
import {COMPLETION_OPTION, complete, readUnfinished} from './complete.ts';
import {printFailure, printFailureJson} from './console.ts';
import {fail} from './failures.ts';
import {base, examplesText, WrongUsage} from './parser.ts';
import {optionNames, typedOptions, unknownOption} from './unknown-option.ts';

/** Runs a command line and returns its exit code. `depsOf` is called only if a command runs; help needs no dependencies. */
export async function runCli(
  args: readonly string[],
  version: string,
  depsOf: () => Promise<CommandDeps>,
): Promise<number> {
  if (args[0] === COMPLETION_OPTION) return completeWords(readUnfinished(args), version, depsOf);
  const path = wordsOf(args);
  const unknown = unknownWord(args, path);
  if (unknown) return printAndExitCode(unknown, args);
  const command = await loadCommand(path.join(' '));
  let result: Result<void, Failure> | undefined;
  const parser = base(version);
  const done = (outcome: Result<void, Failure>): void => {
    result = outcome;
  };
  if (command) addCommand(parser, path, command, done, depsOf);
  else describeGroup(parser, path);
  const strange = command ? undefined : typedOptions(args).find(name => !isKnown(name, optionNames(parser)));
  if (strange !== undefined) {
    const reason = hideSecrets(unknownOption(strange, optionNames(parser)));
    return printAndExitCode(fail('usage', {reason, command: path.join(' ')}).failure, args);
  }
  const wrong = wrongOption(args, command ? command.options(base(version)) : base(version));
  if (wrong !== undefined)
    return printAndExitCode(fail('usage', {reason: wrong, command: path.join(' ')}).failure, args);
  try {
    // a group without a command, or an empty command line, prints help
    await parser.parseAsync(
      command || args.includes('--version') ? args.map(withStdin) : [...path, '--help'],
    );
  } catch (thrown) {
    if (!(thrown instanceof WrongUsage)) throw thrown;
    // an unknown option may contain a secret
    const reason = hideSecrets(reasonOf(thrown.message, args, command, version));
    const known = commandWords().some(words => words === path.join(' ') || words.startsWith(`${path[0]} `))
      ? path.join(' ')
      : '';
    result = fail('usage', {reason, command: known});
  }
  return result === undefined || result.ok ? 0 : printAndExitCode(result.failure, args);
}

const isKnown = (name: string, known: readonly string[]): boolean =>
  ['h', 'v', ...known].includes(name) || known.includes(name.replace(/^no-/, ''));

/** Prints the words that may come next; a command line that is not finished yet is no failure. */
async function completeWords(
  unfinished: ReturnType<typeof readUnfinished>,
  version: string,
  depsOf: () => Promise<CommandDeps>,
): Promise<number> {
  const before = unfinished.words.slice(0, -1);
  const path = wordsOf(before);
  if (unknownWord(before, path)) return 0;
  const command = await loadCommand(path.join(' '));
  const parser = base(version);
  if (command) addCommand(parser, path, command, () => {}, depsOf);
  else describeGroup(parser, path);
  await complete(unfinished, path, command, {parser, depsOf});
  return 0;
}

/** Replaces a lone dash, which means standard input, because yargs drops it. */
const withStdin = (arg: string): string => (arg === '-' ? '/dev/stdin' : arg);

/** Prints a failure as text, or with --json as JSON, and returns its exit code. */
function printAndExitCode(failure: Failure, args: readonly string[]): number {
  const {message, exit} = describeFailure(failure);
  if (args.includes('--json')) printFailureJson(failure, message);
  else printFailure(message);
  return exit;
}

/** The options of every command. */
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
        if (!command.runsEngines) inner.hide('engine');
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

/** Adds the commands to the help, of everything or of a group, without loading them. */
function describeGroup(parser: Argv, path: readonly string[]): void {
  const {group, runsEngines} = COMMANDS.find(({word}) => word === path[0]) ?? {};
  const list = (into: Argv, entries: readonly Entry[]): Argv => {
    for (const {word, describe, group: inner} of entries)
      into.command(inner ? `${word} <command>` : word, describe);
    return into;
  };
  if (!group) list(parser, COMMANDS);
  else parser.command(String(path[0]), '', inner => list(runsEngines ? inner : inner.hide('engine'), group));
}

export {commandWords, loadCommand};
