import {mkdir, readdir, rename, rm} from 'node:fs/promises';
import {dirname, join, resolve, sep} from 'node:path';
import type {RenderedFile} from '../document/renderer.ts';
import type {ReportFolder} from '../report/ports.ts';
import {errorCode, writeWhole} from './whole-files.ts';

/** All that a report's folder ever holds; a folder with anything else in it is somebody's own. */
const OURS = new Set(['report.html', 'report.md', 'report.txt', 'report.json', 'csv']);

/** A report's folder is replaced in one rename; in a folder that holds other things as well nothing is removed. */
export function reportFolder(path: string): ReportFolder {
  const place = resolve(path);
  return {
    path: place,
    async write(files) {
      const present = await readdir(place).catch(thrown => {
        if (errorCode(thrown) === 'ENOENT') return undefined;
        throw thrown;
      });
      if (present === undefined || (present.length > 0 && present.every(name => OURS.has(name)))) {
        await replace(place, files);
      } else {
        for (const {path: at, content} of files) await writeWhole(join(place, at), content);
      }
    },
  };
}

async function replace(place: string, files: readonly RenderedFile[]): Promise<void> {
  const part = join(dirname(place), `.${place.split(sep).at(-1)}.${process.pid}.part`);
  const old = `${part}.old`;
  try {
    await rm(part, {recursive: true, force: true});
    await mkdir(part, {recursive: true});
    for (const {path, content} of files) await writeWhole(join(part, path), content);
    await rename(place, old).catch(thrown => {
      if (errorCode(thrown) !== 'ENOENT') throw thrown;
    });
    await rename(part, place);
  } finally {
    await rm(part, {recursive: true, force: true});
    await rm(old, {recursive: true, force: true});
  }
}
