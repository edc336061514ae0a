import {nearest} from '../domain/nearest.ts';
import {COMMANDS, commandsIn} from './command-table.ts';
import type {CliFailure} from './failures.ts';

const WITH_VALUE = new Set(['--project', '--state-dir', '--reports', '--engine']);

/** Returns the arguments that are neither options nor values of global options. */
const bareWords = (args: readonly string[]): readonly string[] =>
  args.filter((arg, index) => !arg.startsWith('-') && !WITH_VALUE.has(args[index - 1] ?? ''));

/** Returns a failure for a word that is not a command, with the nearest command; undefined if all words are known. */
export function unknownWord(args: readonly string[], path: readonly string[]): CliFailure | undefined {
  const words = bareWords(args);
  const word = words[path.length];
  const group = commandsIn(path);
  if (word === undefined || group.length === 0 || path.length === 2) return undefined;
  const known = group.map(entry => entry.word);
  const best = nearest(word, known);
  const advice =
    best === undefined ? `expected one of ${known.sort().join(', ')}` : `did you mean "${best}"?`;
  return {kind: 'usage', reason: `"${word}" is not a command: ${advice}`, command: path.join(' ')};
}

/** Returns the leading words that name a command. */
export function wordsOf(args: readonly string[]): string[] {
  const [first, second] = bareWords(args);
  const entry = COMMANDS.find(({word}) => word === first);
  if (!entry) return [];
  const inner = entry.group?.find(({word}) => word === second);
  return inner ? [entry.word, inner.word] : [entry.word];
}
