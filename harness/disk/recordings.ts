import {mkdir, open, readdir, rename, rm, stat, truncate} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {RECORDED_FOLDER} from '../domain/capture.ts';
import {CaptureScan} from '../engine/capture-scan.ts';
import type {FinishedRecording, RecordingFiles} from '../live/machine-ports.ts';
import {captureHead} from './capture-head.ts';
import {fileDigest} from './engine-files.ts';
import {measureCapture, trimCapture} from './trim-capture.ts';

/** Suffixes of temporary files of a recording: the recorder's file, its streams, and an incomplete cut. */
const TEMPORARY = ['.raw', '.tcpdump', '.part'] as const;
/** Provides the recordings below a trial's folder, which only their owner can read. */
export function recordingFiles(trial: string): RecordingFiles {
  const path = (file: string) => join(trial, file);
  const tidy = async (file: string) => {
    for (const end of TEMPORARY) await rm(`${path(file)}${end}`, {recursive: true, force: true});
  };
  return {
    path,
    async scratch(file) {
      await mkdir(dirname(path(file)), {recursive: true, mode: 0o700});
      const folder = `${path(file)}.tcpdump`;
      await rm(folder, {recursive: true, force: true});
      await mkdir(folder, {mode: 0o700});
      return folder;
    },
    async trim(file, fromAt, toAt) {
      const raw = `${path(file)}.raw`;
      if (!(await statOf(raw))) return finished(path(file));
      const trimmed = await trimCapture(raw, path(file), fromAt, toAt);
      if (!trimmed) return undefined;
      await syncFolder(dirname(path(file)));
      return described(path(file), trimmed);
    },
    async keepWhole(file) {
      const raw = `${path(file)}.raw`;
      if (await statOf(raw)) await rename(raw, path(file));
      await syncFolder(dirname(path(file)));
      return finished(path(file));
    },
    async describe(file) {
      const raw = await statOf(`${path(file)}.raw`);
      const found = raw ?? (await statOf(path(file)));
      return (
        found && {bytes: found.size, changedAt: Math.round(found.mtimeMs * 1000), finished: raw === undefined}
      );
    },
    tidy,
    async remove(file) {
      await tidy(file);
      await rm(path(file), {force: true});
    },
    async sweep(known) {
      const names = new Set(known.flatMap(file => ['', ...TEMPORARY].map(end => `${basename(file)}${end}`)));
      for (const name of await readdir(path(RECORDED_FOLDER)).catch(() => []))
        if (!names.has(name)) await rm(path(join(RECORDED_FOLDER, name)), {recursive: true, force: true});
    },
  };
}

const statOf = (path: string) => stat(path).catch(() => undefined);

/** Describes a recording, after an unfinished record at its end is removed. */
async function finished(path: string): Promise<FinishedRecording | undefined> {
  const measured = await measureCapture(path);
  if (!measured) return undefined;
  if (measured.bytes < (await stat(path)).size) await truncate(path, measured.bytes);
  return described(path, measured);
}

async function described(path: string, counts: {packets: number; bytes: number}): Promise<FinishedRecording> {
  const scan = new CaptureScan();
  scan.push(Buffer.from(await captureHead(path)));
  return {...counts, sha256: await fileDigest(path), linkType: scan.end().linkType};
}

/** Flushes a folder, so that the names in it survive a power failure. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
