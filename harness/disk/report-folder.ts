import {join, resolve} from 'node:path';
import type {ReportFolder} from '../report/ports.ts';
import {writeWhole} from './whole-files.ts';

/** Writes a report's files, each whole or not at all. Nothing that lies in the folder beside them is ever removed. */
export function reportFolder(path: string): ReportFolder {
  const place = resolve(path);
  return {
    path: place,
    async write(files) {
      for (const {path: at, content} of files) await writeWhole(join(place, at), content);
    },
  };
}
