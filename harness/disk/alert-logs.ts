import {createReadStream, createWriteStream} from 'node:fs';
import {mkdir, readdir, readFile, rename, rm, stat} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {createGunzip, createGzip, gunzipSync} from 'node:zlib';
import type {RecordingFolder} from '../engine/ports.ts';
import type {LogSource} from '../ingest/ports.ts';
import {isGzipFile} from './unpack.ts';
import {isThere} from './whole-files.ts';

const CHUNK_BYTES = 1024 * 1024;
const ALERT_LOG = /^(\d+_)?alert_json\.txt(\.\d+)?(\.gz)?$/;

/** An alert log on the disk, plain or gzipped (told by its content, not by its name). */
export async function alertLog(path: string): Promise<LogSource> {
  const facts = await stat(path);
  if (!facts.isFile()) throw Object.assign(new Error('it is not a file'), {code: 'EISDIR'});
  const zipped = await isGzipFile(path);
  return {
    name: path,
    path: resolve(path),
    changedAt: Math.round(facts.mtimeMs * 1000),
    read: from => (zipped ? unzipped(path, from) : plain(path, from)),
  };
}

const plain = (path: string, start: number): AsyncIterable<Uint8Array> =>
  createReadStream(path, {start, highWaterMark: CHUNK_BYTES});

async function* unzipped(path: string, from: number): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(path).pipe(createGunzip({chunkSize: CHUNK_BYTES}));
  let at = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    if (at + chunk.length > from) yield from > at ? chunk.subarray(from - at) : chunk;
    at += chunk.length;
  }
}

/** Snort's alert logs of one run folder: one for each packet thread, rolled over or not. */
export async function alertLogsOf(folder: string): Promise<readonly LogSource[]> {
  const names = (await readdir(folder)).filter(name => ALERT_LOG.test(name)).sort();
  // a log and its zipped copy may both lie here when the harness died while zipping
  const whole = names.filter(name => !name.endsWith('.gz') || !names.includes(basename(name, '.gz')));
  return Promise.all(whole.map(name => alertLog(join(folder, name))));
}

/** Size of all alert logs that lie in a run's folder. */
export async function bytesOfLogs(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of (await readdir(folder).catch(() => [])).filter(name => ALERT_LOG.test(name)))
    bytes += await stat(join(folder, name)).then(
      ({size}) => size,
      () => 0,
    );
  return bytes;
}

/** Takes a log that is wholly in the store out of the way: whoever follows the run's logs reads it no more. */
export async function putAway({path}: LogSource, how: 'compress' | 'keep' | 'remove'): Promise<void> {
  if (how === 'remove') return rm(path);
  const folder = join(dirname(path), 'done');
  await mkdir(folder, {recursive: true, mode: 0o700});
  if (how === 'keep' || path.endsWith('.gz')) return rename(path, join(folder, basename(path)));
  await zip(path, join(folder, `${basename(path)}.gz`));
}

async function zip(path: string, to: string): Promise<void> {
  await pipeline(
    createReadStream(path),
    createGzip(),
    createWriteStream(`${to}.part`, {mode: 0o600, flush: true}),
  );
  await rename(`${to}.part`, to);
  await rm(path);
}

/** Compresses a run's alert logs; a half-made copy is never taken for a log. */
export async function compressLogs(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter(name => ALERT_LOG.test(name) && !name.endsWith('.gz'))) {
    const path = join(folder, name);
    await zip(path, `${path}.gz`);
  }
}

export async function removeLogs(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter(name => ALERT_LOG.test(name)))
    await rm(join(folder, name));
}

/** Recorded runs in a folder, one sub-folder each. */
export function recordingFolder(root: string): RecordingFolder {
  return {
    async recordings() {
      const found: {folder: string; json: unknown}[] = [];
      for (const name of (await readdir(root)).sort()) {
        const folder = join(root, name);
        const path = join(folder, 'recording.json');
        if (await isThere(path)) {
          found.push({folder, json: JSON.parse(await readFile(path, 'utf8')) as unknown});
        }
      }
      return found;
    },
    async alertLines(folder) {
      const text = gunzipSync(await readFile(join(folder, 'alert_json.txt.gz'))).toString('utf8');
      return text.split('\n').filter(line => line !== '');
    },
  };
}
