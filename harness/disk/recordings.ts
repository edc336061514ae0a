import {mkdir, open, readdir, rename, rm, stat, truncate} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {RECORDED_FOLDER} from '../domain/capture.ts';
import {CaptureScan} from '../engine/capture-scan.ts';
import type {FinishedRecording, RecordingFiles} from '../live/machine-ports.ts';
import {captureHead} from './capture-head.ts';
import {fileDigest} from './engine-files.ts';
import {measureCapture, trimCapture} from './trim-capture.ts';

/** Ends of the names of what is beside a file: what the recorder writes, its streams, and an unfinished trimmed copy. */
const BESIDE = ['.raw', '.tcpdump', '.part'] as const;
/** Capture files below a trial's folder, readable by their owner alone. */
export function recordingFiles(trial: string): RecordingFiles {
  const path = (file: string) => join(trial, file);
  const tidy = async (file: string) => {
    for (const end of BESIDE) await rm(`${path(file)}${end}`, {recursive: true, force: true});
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
    async raw(file) {
      const raw = await statOf(`${path(file)}.raw`);
      const found = raw ?? (await statOf(path(file)));
      return (
        found && {bytes: found.size, changedAt: Math.round(found.mtimeMs * 1000), trimmed: raw === undefined}
      );
    },
    tidy,
    async remove(file) {
      await tidy(file);
      await rm(path(file), {force: true});
    },
    async sweep(known) {
      const names = new Set(known.flatMap(file => ['', ...BESIDE].map(end => `${basename(file)}${end}`)));
      for (const name of await readdir(path(RECORDED_FOLDER)).catch(() => []))
        if (!names.has(name)) await rm(path(join(RECORDED_FOLDER, name)), {recursive: true, force: true});
    },
  };
}

const statOf = (path: string) => stat(path).catch(() => undefined);

/** A file that is in its place; an unfinished record at its end goes. */
async function finished(path: string): Promise<FinishedRecording | undefined> {
  const whole = await measureCapture(path);
  if (!whole) return undefined;
  if (whole.bytes < (await stat(path)).size) await truncate(path, whole.bytes);
  return described(path, whole);
}

async function described(path: string, counts: {packets: number; bytes: number}): Promise<FinishedRecording> {
  const scan = new CaptureScan();
  scan.push(Buffer.from(await captureHead(path)));
  return {...counts, sha256: await fileDigest(path), linkType: scan.end().linkType};
}

/** After it the names in a folder outlast a loss of power. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
