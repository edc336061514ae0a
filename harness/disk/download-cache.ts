import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {DownloadCache} from '../snapshots/download-ports.ts';
import {writeWhole} from './whole-files.ts';

/** Matches a file name, with at most one folder before it; paths that lead elsewhere are invalid. */
const NAME = /^(?:[A-Za-z0-9][A-Za-z0-9_-]{0,63}\/)?[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** Provides the cache in `downloads/` below the state folder; only this user can read it, since licences forbid redistribution. */
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
