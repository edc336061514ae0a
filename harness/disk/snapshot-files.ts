import {access, mkdir, readFile, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import type {SnapshotFiles} from '../snapshots/ports.ts';
import {errorCode, writeWhole} from './whole-files.ts';

/** `snapshots/DIGEST/` below the state folder; a folder appears in one rename, whole. */
export function snapshotFiles(stateDir: string): SnapshotFiles {
  const root = join(stateDir, 'snapshots');
  const folder = (digest: string) => join(root, digest);
  return {
    folder,
    async put(digest, files) {
      if (
        await access(folder(digest)).then(
          () => true,
          () => false,
        )
      )
        return;
      const part = join(root, `.${digest}.${process.pid}.part`);
      await rm(part, {recursive: true, force: true});
      await mkdir(part, {recursive: true});
      for (const {path, bytes} of files) await writeWhole(join(part, path), bytes, 0o444);
      try {
        await rename(part, folder(digest));
      } catch (thrown) {
        await rm(part, {recursive: true, force: true});
        // another process took the same snapshot at the same time
        if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(thrown))) throw thrown;
      }
    },
    async read(digest, path) {
      return readFile(join(folder(digest), path)).catch(() => undefined);
    },
  };
}
