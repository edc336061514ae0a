import type {Argv} from 'yargs';
import {joined} from '../domain/plural.ts';
import type {AnyCommand} from './command-table.ts';
import {wordsOf} from './command-words.ts';
import {base} from './parser.ts';
import {knownOptions, optionNames, typedOptions, unknownOption} from './unknown-option.ts';

/** Complaints of yargs, and how they are said to a user. */
const COMPLAINTS: readonly (readonly [RegExp, (...found: string[]) => string])[] = [
  [
    /^Missing required arguments?: (.*)$/,
    names =>
      `expected ${joined(
        names.split(', ').map(name => `--${name}`),
        'and',
      )}`,
  ],
  [/^Unknown arguments?: (.*)$/, words => `more words than expected: ${words}`],
  [/^Not enough arguments following: (.*)$/, name => `--${name}: expected a value`],
  [
    /^Invalid values:\n {2}Argument: ([\w-]+), Given: ("[\s\S]*"|.*?), Choices: (.*)$/m,
    (name, given, choices) =>
      `--${name}: expected ${joined(choices.replaceAll('"', '').split(', '), 'or')}, found ${given === 'true' ? 'nothing' : given}`,
  ],
  [
    /^Arguments ([\w-]+) and ([\w-]+) are mutually exclusive$/,
    (one, other) => `--${one} and --${other} exclude each other: give one of them`,
  ],
];

/** Says in our words what yargs complains about. */
export function reasonOf(
  message: string,
  args: readonly string[],
  command: AnyCommand | undefined,
  version: string,
): string {
  if (message.startsWith('Not enough non-option')) {
    const usage = command && [...wordsOf(args).slice(0, -1), command.usage].join(' ');
    return `expected ${usage ?? 'a command'}`;
  }
  const [, names = ''] = /^Unknown arguments?: (.*)$/.exec(message) ?? [];
  const option = typedOptions(args).find(name => names.split(', ').includes(name));
  if (option !== undefined && command)
    return unknownOption(option, optionNames(command.options(base(version))));
  for (const [pattern, say] of COMPLAINTS) {
    const found = pattern.exec(message);
    if (found) return say(...found.slice(1));
  }
  return message;
}

/** Says which option of a command line lacks its value or is given twice, as far as yargs would accept that; undefined if none. */
export function wrongOption(args: readonly string[], parser: Argv): string | undefined {
  const {string, array} = knownOptions(parser);
  const bare = optionWithoutValue(args, string);
  if (bare !== undefined) return `${bare}: expected a value`;
  const repeated = repeatedOption(args, array);
  return repeated && `--${repeated} is given more than once`;
}

/** Returns the first option that lacks its value, such as `--out` at the end; yargs would take it as empty. */
const optionWithoutValue = (args: readonly string[], withValue: readonly string[]): string | undefined =>
  args.find((arg, index) => {
    const next = args[index + 1];
    return (
      arg.startsWith('--') &&
      withValue.includes(arg.slice(2)) &&
      (next === undefined || next.startsWith('--'))
    );
  });

/** Returns the first option that is given more than once without being a list; yargs would pass on all its values. */
function repeatedOption(args: readonly string[], lists: readonly string[]): string | undefined {
  const end = args.indexOf('--');
  const names = typedOptions(end < 0 ? args : args.slice(0, end));
  return names.find((name, index) => names.indexOf(name) < index && !lists.includes(name));
}
