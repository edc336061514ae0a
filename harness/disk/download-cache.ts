import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {DownloadCache} from '../snapshots/download-ports.ts';
import {writeWhole} from './whole-files.ts';

/** A file, or a file in one folder; what could lead elsewhere is no name. */
const NAME = /^(?:[A-Za-z0-9][A-Za-z0-9_-]{0,63}\/)?[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** `downloads/` below the state folder; files for this user alone, since licences forbid to hand them on. */
export function downloadCache(stateDir: string): DownloadCache {
  const path = (name: string): string => {
    if (!NAME.test(name)) throw new Error(`${JSON.stringify(name)} is not a valid name of a download`);
    return join(stateDir, 'downloads', name);
  };
  return {
    path,
    async read(name) {
      const place = path(name);
      return readFile(place).catch(() => undefined);
    },
    async write(name, bytes) {
      await writeWhole(path(name), bytes, 0o600);
    },
  };
}
