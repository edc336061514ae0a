import type {Argv} from 'yargs';
import {nearest} from '../domain/nearest.ts';

/** Names of the options that a parser knows, such as `state-dir`. */
export function optionNames(parser: Argv): readonly string[] {
  const {getOptions} = parser as unknown as {getOptions(): {key: Record<string, unknown>}};
  return [...Object.keys(getOptions.call(parser).key), 'help', 'version'];
}

/** Returns the names of the options on a command line: `state-dir` for `--state-dir=x`. */
export const typedOptions = (args: readonly string[]): readonly string[] =>
  args.flatMap(arg => /^--?([A-Za-z][\w-]*)/.exec(arg)?.[1] ?? []);

/** Complains about an option that does not exist, and names the nearest one. */
export function unknownOption(name: string, known: readonly string[]): string {
  const best = nearest(name, known);
  return `unknown option --${name}${best === undefined ? '' : `; did you mean --${best}?`}`;
}
