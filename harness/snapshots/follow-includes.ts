import {failed, ok, type Result} from '../domain/result.ts';
import type {SnapshotFailure} from './failures.ts';
import type {SourceFile} from './ports.ts';

/** More files than any ruleset has; an include circle ends here at the latest. */
const MAX_FILES = 10_000;
const INCLUDE = /^[ \t]*include[ \t]+(\S+)[ \t]*\r?$/;

/**
 * Puts the files that a rules file includes behind it and turns its include lines into comments (line numbers stay),
 * so that a snapshot holds every rule and none twice. `read` gives a neighbour by path, or says why it cannot.
 */
export async function followIncludes(
  ruleset: string,
  first: readonly SourceFile[],
  read: (from: SourceFile, target: string) => Promise<SourceFile | string>,
): Promise<Result<readonly SourceFile[], SnapshotFailure>> {
  const files: SourceFile[] = [];
  const known = new Set(first.map(({from}) => from));
  const open = [...first];
  for (let file = open.shift(); file; file = open.shift()) {
    const included: SourceFile[] = [];
    const lines = Buffer.from(file.bytes).toString('latin1').split('\n');
    for (const [index, line] of lines.entries()) {
      const target = INCLUDE.exec(line)?.[1];
      if (target === undefined) continue;
      const refused = (reason: string) =>
        failed({kind: 'include-refused' as const, ruleset, file: file.from, line: index + 1, target, reason});
      const found = known.size > MAX_FILES ? 'too many files' : await read(file, target);
      if (typeof found === 'string') return refused(found);
      lines[index] = `# ${line}`;
      if (known.has(found.from)) continue;
      known.add(found.from);
      included.push(found);
    }
    files.push({...file, bytes: Buffer.from(lines.join('\n'), 'latin1')});
    open.unshift(...included);
  }
  return ok(files);
}
