import {mkdir, rename, rm} from 'node:fs/promises';
import {dirname, join, resolve, sep} from 'node:path';
import type {ReportFolder} from '../report/ports.ts';
import {writeWhole} from './whole-files.ts';

/** A report's folder is made beside its place and put there in one rename; an older report goes only then. */
export function reportFolder(path: string): ReportFolder {
  const place = resolve(path);
  return {
    path: place,
    async write(files) {
      const part = join(dirname(place), `.${place.split(sep).at(-1)}.${process.pid}.part`);
      const old = `${part}.old`;
      try {
        await rm(part, {recursive: true, force: true});
        await mkdir(part, {recursive: true});
        for (const {path: at, content} of files) await writeWhole(join(part, at), content);
        await rename(place, old).catch(() => {});
        await rename(part, place);
      } finally {
        await rm(part, {recursive: true, force: true});
        await rm(old, {recursive: true, force: true});
      }
    },
  };
}
