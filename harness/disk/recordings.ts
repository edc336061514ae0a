import {mkdir, open, rm, stat} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {HEADER_BYTES, readCaptureHeader} from '../engine/capture-header.ts';
import type {RecordingFiles} from '../live/outside.ts';
import {cutCapture} from './cut-capture.ts';
import {fileDigest} from './engine-files.ts';

/** Capture files below a trial's folder, readable by their owner alone. */
export function recordingFiles(trial: string): RecordingFiles {
  const path = (file: string) => join(trial, file);
  return {
    path,
    async scratch(file) {
      await mkdir(dirname(path(file)), {recursive: true, mode: 0o700});
      const folder = `${path(file)}.tcpdump`;
      await rm(folder, {recursive: true, force: true});
      await mkdir(folder, {mode: 0o700});
      return folder;
    },
    async cut(file, fromAt, toAt) {
      const raw = `${path(file)}.raw`;
      const cut = await cutCapture(raw, path(file), fromAt, toAt);
      await rm(raw, {force: true});
      await rm(`${path(file)}.tcpdump`, {recursive: true, force: true});
      if (!cut) return undefined;
      const header = readCaptureHeader(await head(path(file)));
      return {
        ...cut,
        sha256: await fileDigest(path(file)),
        linkType: 'linkType' in header ? header.linkType : undefined,
      };
    },
    raw: file =>
      stat(`${path(file)}.raw`).then(
        ({size, mtimeMs}) => ({bytes: size, changedAt: Math.round(mtimeMs * 1000)}),
        () => undefined,
      ),
    remove: file => rm(path(file), {force: true}),
  };
}

async function head(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const {buffer, bytesRead} = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
