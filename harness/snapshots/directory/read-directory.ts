import {readFile, realpath, stat} from 'node:fs/promises';
import {basename, dirname, relative, resolve, sep} from 'node:path';
import {thrownMessage} from '../../domain/failure.ts';
import {ok, type Result} from '../../domain/result.ts';
import {claimedTime} from '../../domain/time.ts';
import {readClassifications} from '../../rules/classifications.ts';
import {Exclusion} from '../exclude.ts';
import {fail, type SnapshotFailure} from '../failures.ts';
import {followIncludes} from '../follow-includes.ts';
import type {ReadWhole} from '../list-source.ts';
import type {RulesetSource, SourceContent, SourceFile} from '../ports.ts';
import {unpackedText} from '../unpacked-text.ts';
import {DanglingLink, walkRules} from './walk-rules.ts';

/** The largest real ruleset (LightSPD) is 316 MB unpacked, its rules a tenth of that. */
const MAX_BYTES = 512 * 1024 * 1024;

/** Reads a rules file, with what it includes from its own folder. */
export const fileSource: RulesetSource = {
  read: (path, {ruleset, exclude}) =>
    readFiles(ruleset, path, dirname(path), [path], 'a rules file', new Exclusion(exclude)),
};

/** Reads a folder of rules: every .rules file in it and in its subfolders, in the order of their names. */
export const folderSource: RulesetSource = {
  async read(path, {ruleset, exclude}) {
    const exclusion = new Exclusion(exclude);
    try {
      const walked = await walkRules(path);
      const files = walked.rules.filter(
        file => !exclusion.leavesOut(relative(path, file).split(sep).join('/')),
      );
      if (files.length === 0) return fail('source-empty', {ruleset, path});
      const read = await readFiles(ruleset, path, path, files, 'a folder of .rules files', exclusion);
      if (!read.ok) return read;
      const config = walked.classifications;
      const text = config === undefined ? undefined : await readFile(config, 'latin1');
      return ok({
        ...read.value,
        hidden: walked.hidden,
        ...(text === undefined ? {} : {classifications: readClassifications(text)}),
      });
    } catch (thrown) {
      return fail('source-missing', {
        ruleset,
        path: thrown instanceof DanglingLink ? thrown.path : path,
        expected: 'a folder of .rules files',
        reason: thrown instanceof DanglingLink ? 'it is a link to a missing file' : reasonOf(thrown),
      });
    }
  },
};

/** Reads a file and the time of its last change; undefined if it does not exist. */
export const readWhole: ReadWhole = async path => {
  try {
    const facts = await stat(path);
    if (!facts.isFile() || facts.size > MAX_BYTES) return undefined;
    const bytes = unpackedText(await readFile(path), MAX_BYTES);
    if (typeof bytes === 'string') throw new Error(`its gzip is ${bytes}`);
    return {bytes, changedAt: claimedTime(facts.mtimeMs * 1000, Date.now() * 1000)};
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
  exclusion: Exclusion,
): Promise<Result<SourceContent, SnapshotFailure>> {
  let newestAt = 0;
  let bytes = 0;
  const load = async (path: string): Promise<SourceFile> => {
    const facts = await stat(path);
    if (!facts.isFile()) throw new Error('it is not a file');
    bytes += facts.size;
    if (bytes > MAX_BYTES) throw new TooLarge();
    newestAt = Math.max(newestAt, claimedTime(facts.mtimeMs * 1000, Date.now() * 1000));
    const text = unpackedText(await readFile(path), MAX_BYTES);
    if (text === 'too-large') throw new TooLarge();
    if (text === 'damaged') throw new Error('its gzip data is damaged or truncated');
    return {from: path, name: relative(root, path).split(sep).join('/') || basename(path), bytes: text};
  };
  try {
    const first: SourceFile[] = [];
    for (const path of paths) first.push(await load(path));
    const top = await realpath(root);
    const files = await followIncludes(ruleset, first, async (from, target) => {
      const path = resolve(dirname(from.from), target);
      if (exclusion.leavesOut(relative(root, path).split(sep).join('/'))) return undefined;
      const real = await realpath(path).catch(reasonOf);
      if (!real.startsWith(sep)) return real;
      if (!real.startsWith(`${top}${sep}`)) return "it is outside the ruleset's folder";
      return load(path).catch(unreadable);
    });
    if (!files.ok) return files;
    return ok({files: files.value, newestAt, exclusion});
  } catch (thrown) {
    if (thrown instanceof TooLarge) {
      return fail('ruleset-too-large', {ruleset, path: declared, bytes, limit: MAX_BYTES});
    }
    return fail('source-missing', {ruleset, path: declared, expected, reason: reasonOf(thrown)});
  }
}

class TooLarge extends Error {}

/** Says why an included file cannot be read. If all files together are too large, throws, since that is not about one file. */
function unreadable(thrown: unknown): string {
  if (thrown instanceof TooLarge) throw thrown;
  return reasonOf(thrown);
}

function reasonOf(thrown: unknown): string {
  const code = (thrown as {code?: string}).code;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'ENOTDIR') return 'it is not a folder';
  if (code === 'EACCES') return 'this user has no permission to read it';
  return thrownMessage(thrown);
}
