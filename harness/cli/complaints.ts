import type {Argv} from 'yargs';
import type {AnyCommand} from './command-table.ts';
import {base} from './parser.ts';
import {optionNames, typedOptions, unknownOption} from './unknown-option.ts';

/** Complaints of yargs, and how they are said to a user. */
const COMPLAINTS: readonly (readonly [RegExp, (...found: string[]) => string])[] = [
  [
    /^Missing required arguments?: (.*)$/,
    names =>
      `expected ${names
        .split(', ')
        .map(name => `--${name}`)
        .join(' and ')}`,
  ],
  [/^Not enough arguments following: (.*)$/, name => `--${name}: expected a value`],
  [
    /^Invalid values:\n {2}Argument: ([\w-]+), Given: ("[\s\S]*"|.*?), Choices: (.*)$/m,
    (name, given, choices) =>
      `--${name}: expected ${choices.replaceAll('"', '').replace(/, (?=[^,]*$)/, ' or ')}, found ${given === 'true' ? 'nothing' : given}`,
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
  if (message.startsWith('Not enough non-option')) return `expected ${command?.usage ?? 'a command'}`;
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

/** Returns the first option on a command line that lacks its value, such as `--out` at the end; yargs would take it as empty. */
export function optionWithoutValue(args: readonly string[], parser: Argv): string | undefined {
  const {getOptions} = parser as unknown as {getOptions(): {string: readonly string[]}};
  const withValue = new Set(getOptions.call(parser).string);
  return args.find((arg, index) => {
    const next = args[index + 1];
    return (
      withValue.has(arg.replace(/^--/, '')) &&
      arg.startsWith('--') &&
      (next === undefined || next.startsWith('--'))
    );
  });
}
