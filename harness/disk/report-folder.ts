import {stat} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import type {ReportFolder} from '../report/ports.ts';
import {writeWhole} from './whole-files.ts';

/** Provides a folder for a report; each file is written atomically, and other files in the folder are never removed. */
export function reportFolder(path: string): ReportFolder {
  const folder = resolve(path);
  return {
    path: folder,
    async write(files) {
      for (const {path: name, content} of files) await writeWhole(join(folder, name), content);
    },
    writtenAt: file =>
      stat(join(folder, file)).then(
        ({mtimeMs}) => Math.round(mtimeMs * 1000),
        () => undefined,
      ),
  };
}
