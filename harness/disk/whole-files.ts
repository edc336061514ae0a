import {access, mkdir, open, rename, rm} from 'node:fs/promises';
import {dirname} from 'node:path';

/** Writes a file atomically: to a temporary file, which is flushed to disk and then renamed. */
export async function writeWhole(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), {recursive: true});
  const part = `${path}.${process.pid}.part`;
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

/** Returns the code of a system error, such as ENOENT; '' for other errors. */
export const errorCode = (thrown: unknown): string =>
  String((thrown as {code?: unknown} | undefined)?.code ?? '');

/** Returns whether a path exists and is accessible to this user. */
export const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
