import {ok, type Result} from '../domain/result.ts';
import {includesOf} from '../rules/includes.ts';
import type {FoundInclude} from '../rules/read-file.ts';
import {splitRules} from '../rules/split-rules.ts';
import {fail, type SnapshotFailure} from './failures.ts';
import type {SourceFile} from './ports.ts';

/** A limit that no ruleset reaches; it also ends circular includes. */
const MAX_FILES = 10_000;
/** Limit for all pieces together, since each piece repeats the newlines before it. */
const MAX_CHARACTERS = 1024 * 1024 * 1024;

interface Piece extends SourceFile {
  /** Whether this is text between two includes, which needs no further reading. */
  readonly isPiece?: true;
}

/**
 * Inserts included files where Snort reads them: a file is split at its includes, and each piece keeps its line numbers. A
 * snapshot thus contains every rule once, in Snort's order. `read` returns an included file, the reason why it cannot be
 * read, or undefined if it is left out.
 */
export async function followIncludes(
  ruleset: string,
  first: readonly SourceFile[],
  read: (from: SourceFile, target: string) => Promise<SourceFile | string | undefined>,
): Promise<Result<readonly SourceFile[], SnapshotFailure>> {
  const files: SourceFile[] = [];
  const known = new Set(first.map(({from}) => from));
  const open: Piece[] = [...first];
  let characters = 0;
  for (let file = open.shift(); file; file = open.shift()) {
    const {isPiece, ...whole} = file;
    const text = isPiece ? '' : Buffer.from(file.bytes).toString('latin1');
    const includes = isPiece ? [] : includesOf(text);
    if (includes.length === 0) {
      files.push(whole);
      continue;
    }
    const found: (SourceFile | undefined)[] = [];
    for (const include of includes) {
      const {target, line} = include;
      const refused = (reason: string) =>
        fail('include-refused', {ruleset, file: whole.from, line, target, reason});
      if (target.includes('$'))
        return refused('it contains a variable whose value depends on the sensor; write the path itself');
      const included = known.size > MAX_FILES ? 'too many files' : await read(whole, target);
      if (typeof included === 'string') return refused(included);
      found.push(included && known.has(included.from) ? undefined : included);
      if (included) known.add(included.from);
    }
    const pieces = cutAt(whole, text, includes, found);
    characters += pieces.reduce((sum, {bytes}) => sum + bytes.length, 0);
    if (characters > MAX_CHARACTERS) {
      const {line, target} = includes[0] as FoundInclude;
      const reason = 'with its includes it is larger than a ruleset may be';
      return fail('include-refused', {ruleset, file: whole.from, line, target, reason});
    }
    open.unshift(...pieces);
  }
  return ok(files);
}

/** Splits a file at its includes and puts the included files between the pieces; pieces without rules are left out. */
function cutAt(
  file: SourceFile,
  text: string,
  includes: readonly FoundInclude[],
  found: readonly (SourceFile | undefined)[],
): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  let piece = '';
  const close = (to: number, line: number): void => {
    piece += text.slice(from, to);
    const {statements, complaintCount} = splitRules(piece);
    if (statements.length + complaintCount > 0)
      pieces.push({...file, bytes: Buffer.from(piece, 'latin1'), isPiece: true});
    piece = '\n'.repeat(line - 1);
  };
  for (const [index, {start, end, line}] of includes.entries()) {
    const included = found[index];
    if (included) {
      close(start, line);
      pieces.push(included);
    } else piece += text.slice(from, start);
    piece += '\n'.repeat(newlines(text.slice(start, end)));
    from = end;
  }
  close(text.length, 1);
  return pieces.length > 0 ? pieces : [{...file, bytes: Buffer.alloc(0), isPiece: true}];
}

const newlines = (text: string): number => text.split('\n').length - 1;
