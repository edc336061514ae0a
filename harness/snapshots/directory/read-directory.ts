import {readdir, readFile, realpath, stat} from 'node:fs/promises';
import {basename, dirname, join, relative, resolve, sep} from 'node:path';
import {wordsThrown} from '../../domain/failure.ts';
import {failed, ok, type Result} from '../../domain/result.ts';
import {claimedTime} from '../../domain/time.ts';
import type {SnapshotFailure} from '../failures.ts';
import {followIncludes} from '../follow-includes.ts';
import type {ReadWhole} from '../list-source.ts';
import type {RulesetSource, SourceContent, SourceFile} from '../ports.ts';

/** The largest real ruleset (LightSPD) is 316 MB unpacked, its rules a tenth of that. */
const MAX_BYTES = 512 * 1024 * 1024;

/** A rules file, with what it includes from its own folder. */
export const fileSource: RulesetSource = {
  read: (path, {ruleset}) => readFiles(ruleset, path, dirname(path), [path], 'a rules file'),
};

/** A folder of rules: every .rules file in it and below, by name. */
export const folderSource: RulesetSource = {
  async read(path, {ruleset}) {
    try {
      const entries = await readdir(path, {recursive: true, withFileTypes: true});
      const files = entries
        // a link may well be a rules file: left out, its rules would be missed without a word
        .filter(entry => (entry.isFile() || entry.isSymbolicLink()) && entry.name.endsWith('.rules'))
        .map(entry => join(entry.parentPath, entry.name))
        .sort();
      if (files.length === 0) return failed({kind: 'source-empty', ruleset, path});
      return await readFiles(ruleset, path, path, files, 'a folder of .rules files');
    } catch (thrown) {
      return failed({
        kind: 'source-missing',
        ruleset,
        path,
        expected: 'a folder of .rules files',
        reason: words(thrown),
      });
    }
  },
};

/** A file with its last change; undefined when it is not there. */
export const readWhole: ReadWhole = async path => {
  try {
    const facts = await stat(path);
    if (!facts.isFile() || facts.size > MAX_BYTES) return undefined;
    return {bytes: await readFile(path), changedAt: claimedTime(facts.mtimeMs * 1000, Date.now() * 1000)};
  } catch (thrown) {
    if ((thrown as {code?: string}).code === 'ENOENT') return undefined;
    throw thrown;
  }
};

async function readFiles(
  ruleset: string,
  declared: string,
  root: string,
  paths: readonly string[],
  expected: string,
): Promise<Result<SourceContent, SnapshotFailure>> {
  let newestAt = 0;
  let bytes = 0;
  const load = async (path: string): Promise<SourceFile> => {
    const facts = await stat(path);
    if (!facts.isFile()) throw new Error('it is not a file');
    bytes += facts.size;
    if (bytes > MAX_BYTES) throw new TooLarge();
    newestAt = Math.max(newestAt, claimedTime(facts.mtimeMs * 1000, Date.now() * 1000));
    return {
      from: path,
      name: relative(root, path).split(sep).join('/') || basename(path),
      bytes: await readFile(path),
    };
  };
  try {
    const first: SourceFile[] = [];
    for (const path of paths) first.push(await load(path));
    const top = await realpath(root);
    const files = await followIncludes(ruleset, first, async (from, target) => {
      const path = resolve(dirname(from.from), target);
      const real = await realpath(path).catch(words);
      if (!real.startsWith(sep)) return real;
      if (!real.startsWith(`${top}${sep}`)) return 'it lies outside the folder of the ruleset';
      return load(path).catch(unreadable);
    });
    if (!files.ok) return files;
    return ok({files: files.value, newestAt});
  } catch (thrown) {
    if (thrown instanceof TooLarge) {
      return failed({kind: 'ruleset-too-large', ruleset, path: declared, bytes, limit: MAX_BYTES});
    }
    return failed({kind: 'source-missing', ruleset, path: declared, expected, reason: words(thrown)});
  }
}

class TooLarge extends Error {}

/** Why an included file cannot be had; that all of them are too large is no fault of this one. */
function unreadable(thrown: unknown): string {
  if (thrown instanceof TooLarge) throw thrown;
  return words(thrown);
}

function words(thrown: unknown): string {
  const code = (thrown as {code?: string}).code;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'ENOTDIR') return 'it is not a folder';
  if (code === 'EACCES') return 'this user may not read it';
  return wordsThrown(thrown);
}
