import {access, copyFile, mkdir, readdir, readFile} from 'node:fs/promises';
import {dirname, join, relative, sep} from 'node:path';
import {fail as failCli} from '../cli/failures.ts';
import {ok, type Result} from '../domain/result.ts';
import {writeWhole} from './whole-files.ts';

/** Lists the files below a folder of the package, with relative paths and forward slashes. */
export async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true});
  return entries
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

export const readPackaged = (path: string): Promise<string> => readFile(path, 'utf8');

/** Writes or copies files into a project; if one of them already exists, nothing is written. */
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
    const target = join(root, to);
    await mkdir(dirname(target), {recursive: true});
    if (from !== undefined) await copyFile(from, target);
    else await writeWhole(target, text ?? '');
  }
  return ok(undefined);
}
