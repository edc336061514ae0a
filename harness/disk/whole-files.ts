import {access, mkdir, open, rename, rm} from 'node:fs/promises';
import {dirname} from 'node:path';

/** Writes a file whole or not at all: to a neighbour, to the disk, then in one rename to its place. */
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

/** Code of a system error, such as ENOENT; '' for anything else. */
export const errorCode = (thrown: unknown): string =>
  String((thrown as {code?: unknown} | undefined)?.code ?? '');

/** Whether there is something at a path that this user may look at. */
export const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
