import {access, copyFile, mkdir, readdir, readFile} from 'node:fs/promises';
import {dirname, join, relative, sep} from 'node:path';
import {fail as failCli} from '../cli/failures.ts';
import {ok, type Result} from '../domain/result.ts';
import {writeWhole} from './whole-files.ts';

/** Files below a folder of the package, relative, with forward slashes. */
export async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true});
  return entries
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

export const readPackaged = (path: string): Promise<string> => readFile(path, 'utf8');

/** Writes or copies files into a project; a file that is there already is never overwritten, and then none is written. */
export async function installFiles(
  files: readonly {readonly to: string; readonly text?: string; readonly from?: string}[],
  root: string,
): Promise<Result<void, {readonly kind: 'already-there'; readonly file: string}>> {
  for (const {to} of files) {
    if (
      await access(join(root, to)).then(
        () => true,
        () => false,
      )
    )
      return failCli('already-there', {file: to});
  }
  for (const {to, text, from} of files) {
    const place = join(root, to);
    await mkdir(dirname(place), {recursive: true});
    if (from !== undefined) await copyFile(from, place);
    else await writeWhole(place, text ?? '');
  }
  return ok(undefined);
}
