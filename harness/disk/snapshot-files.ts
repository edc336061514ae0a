import {mkdir, readdir, readFile, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import type {SnapshotFiles} from '../snapshots/ports.ts';
import {errorCode, isThere, writeWhole} from './whole-files.ts';

/** Provides `snapshots/DIGEST/` below the state folder; each folder appears completely, in one rename. */
export function snapshotFiles(stateDir: string): SnapshotFiles {
  const root = join(stateDir, 'snapshots');
  const folder = (digest: string) => join(root, digest);
  let staged = 0;
  return {
    folder,
    async stage(digest, files) {
      if (await isThere(folder(digest))) return undefined;
      staged += 1;
      const part = join(root, `.${digest}.${process.pid}-${staged}.part`);
      const drop = () => rm(part, {recursive: true, force: true});
      await drop();
      await mkdir(part, {recursive: true});
      for (const {path, bytes} of files) await writeWhole(join(part, path), bytes, 0o444);
      return {
        folder: part,
        drop,
        async keep() {
          try {
            await rename(part, folder(digest));
          } catch (thrown) {
            await drop();
            // another process took the same snapshot at the same time
            if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(thrown))) throw thrown;
          }
        },
      };
    },
    async read(digest, path) {
      return readFile(join(folder(digest), path)).catch(() => undefined);
    },
    async remove(digest) {
      // rename first: if ruletrial is killed now, the rest is swept later, and no partial snapshot remains
      const part = join(root, `.${digest}.${process.pid}.part`);
      await rm(part, {recursive: true, force: true});
      await rename(folder(digest), part).catch(thrown => {
        if (errorCode(thrown) !== 'ENOENT') throw thrown;
      });
      await rm(part, {recursive: true, force: true});
    },
    async sweep() {
      const names = await readdir(root).catch(() => []);
      for (const name of names) {
        if (/^\.[0-9a-f]{64}\.[\d-]+\.part$/.test(name))
          await rm(join(root, name), {recursive: true, force: true});
      }
      return names.filter(name => /^[0-9a-f]{64}$/.test(name));
    },
  };
}
