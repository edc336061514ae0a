import type {Argv} from 'yargs';
import {nearest} from '../domain/nearest.ts';

/** What yargs knows of the options of a parser, by their names without dashes; its types leave this method out. */
interface KnownOptions {
  readonly key: Readonly<Record<string, unknown>>;
  readonly choices: Readonly<Record<string, readonly string[]>>;
  readonly boolean: readonly string[];
  readonly string: readonly string[];
  readonly array: readonly string[];
}

export function knownOptions(parser: Argv): KnownOptions {
  const {getOptions} = parser as unknown as {getOptions(): KnownOptions};
  return getOptions.call(parser);
}

/** Names of the options that a parser knows, such as `state-dir`. */
export const optionNames = (parser: Argv): readonly string[] => [
  ...Object.keys(knownOptions(parser).key),
  'help',
  'version',
];

/** Returns the names of the options on a command line: `state-dir` for `--state-dir=x`. */
export const typedOptions = (args: readonly string[]): readonly string[] =>
  args.flatMap(arg => /^--?([A-Za-z][\w-]*)/.exec(arg)?.[1] ?? []);

/** Complains about an option that does not exist, and names the nearest one. */
export function unknownOption(name: string, known: readonly string[]): string {
  const best = nearest(name, known);
  return `unknown option --${name}${best === undefined ? '' : `; did you mean --${best}?`}`;
}
