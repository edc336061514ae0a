import {access, mkdir, open, readdir, rename, rm} from 'node:fs/promises';
import {dirname, join} from 'node:path';

/** Writes a file atomically: to a temporary file, which is flushed to disk and then renamed. */
export async function writeWhole(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), {recursive: true});
  const part = `${path}${partEnding(process.pid)}`;
  try {
    const file = await open(part, 'w', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (thrown) {
    await rm(part, {force: true});
    throw thrown;
  }
}

const partEnding = (pid: number): string => `.${pid}.part`;

/** Removes the temporary files that a process left below a folder when it was killed while it wrote. */
export async function removeParts(folder: string, pid: number): Promise<void> {
  for (const name of await readdir(folder, {recursive: true}).catch(() => []))
    if (name.endsWith(partEnding(pid))) await rm(join(folder, name), {force: true});
}

/** Returns the code of a system error, such as ENOENT; '' for other errors. */
export const errorCode = (thrown: unknown): string =>
  String((thrown as {code?: unknown} | undefined)?.code ?? '');

/** Returns whether a path exists and is accessible to this user. */
export const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
