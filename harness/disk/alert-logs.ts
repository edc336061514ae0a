import {createReadStream, createWriteStream} from 'node:fs';
import {type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {createGunzip, createGzip, gunzipSync} from 'node:zlib';
import type {RecordedRunFolder} from '../engine/ports.ts';
import type {LogSource} from '../ingest/ports.ts';
import {isThere} from './whole-files.ts';

const CHUNK_BYTES = 256 * 1024;
const ALERT_LOG = /^(\d+_)?alert_json\.txt(\.\d+)?(\.gz)?$/;

/** How often logs are opened again if they are rotated meanwhile. */
const OPEN_TRIES = 10;

/** Opens an alert log on disk, plain or gzipped, which its content decides. All reads use the same open file. */
export async function alertLog(path: string): Promise<LogSource> {
  const handle = await open(path);
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) throw Object.assign(new Error('it is not a file'), {code: 'EISDIR', path});
    const zipped = await isGzip(handle);
    return {
      name: path,
      path: resolve(path),
      changedAt: Math.round(facts.mtimeMs * 1000),
      ...(zipped ? {} : {file: {inode: inodeOf(facts), bytes: facts.size}}),
      read: from => (zipped ? unzipped(handle, from) : plain(handle, from)),
      close: () => handle.close(),
    };
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

const inodeOf = ({dev, ino}: {dev: number; ino: number}): string => `${dev}:${ino}`;

async function isGzip(file: FileHandle): Promise<boolean> {
  const head = Buffer.alloc(2);
  await file.read(head, 0, 2, 0);
  return head[0] === 0x1f && head[1] === 0x8b;
}

async function* plain(file: FileHandle, from: number): AsyncGenerator<Uint8Array> {
  for (let at = from; ; ) {
    const {bytesRead, buffer} = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function* unzipped(file: FileHandle, from: number): AsyncGenerator<Uint8Array> {
  const source = Readable.from(plain(file, 0));
  const stream = createGunzip({chunkSize: CHUNK_BYTES});
  source.on('error', thrown => stream.destroy(thrown));
  let at = 0;
  try {
    for await (const chunk of source.pipe(stream) as AsyncIterable<Uint8Array>) {
      if (at + chunk.length > from) yield from > at ? chunk.subarray(from - at) : chunk;
      at += chunk.length;
    }
  } finally {
    source.destroy();
  }
}

/** Opens several logs; if one is rotated meanwhile, so that a name means another file, all are opened again. */
export async function openTogether(names: () => Promise<readonly string[]>): Promise<readonly LogSource[]> {
  for (let tries = 1; ; tries += 1) {
    const paths = await names();
    const logs: LogSource[] = [];
    try {
      for (const path of paths) logs.push(await alertLog(path));
      const now = await names();
      const isSame = now.length === paths.length && now.every((path, index) => path === paths[index]);
      if ((isSame && (await areStillThere(logs))) || tries === OPEN_TRIES) return logs;
    } catch (thrown) {
      const isGone = (thrown as {code?: string}).code === 'ENOENT';
      if (!isGone || tries === OPEN_TRIES) {
        for (const log of logs) await log.close();
        throw thrown;
      }
    }
    for (const log of logs) await log.close();
  }
}

async function areStillThere(logs: readonly LogSource[]): Promise<boolean> {
  for (const {path, file} of logs) {
    if (file && inodeOf(await stat(path)) !== file.inode) return false;
  }
  return true;
}

/** Opens Snort's alert logs in a run folder: those of each packet thread, including rotated ones. */
export const alertLogsOf = (folder: string): Promise<readonly LogSource[]> =>
  openTogether(async () => {
    const names = (await readdir(folder)).filter(name => ALERT_LOG.test(name)).sort();
    // if ruletrial was killed while compressing, a log and its compressed copy may both be here
    const complete = names.filter(name => !name.endsWith('.gz') || !names.includes(basename(name, '.gz')));
    return complete.map(name => join(folder, name));
  });

/** Returns the size of all alert logs in a run's folder. */
export async function bytesOfLogs(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of (await readdir(folder).catch(() => [])).filter(name => ALERT_LOG.test(name)))
    bytes += await stat(join(folder, name)).then(
      ({size}) => size,
      () => 0,
    );
  return bytes;
}

/** Compresses, moves or removes a log that is completely stored, so that it is not read again. */
export async function retireLog({path}: LogSource, how: 'compress' | 'keep' | 'remove'): Promise<void> {
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

/** Compresses a run's alert logs; an incomplete copy is never mistaken for a log. */
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

/** Provides the recorded runs in a folder, each in its own sub-folder. */
export function recordedRunFolder(root: string): RecordedRunFolder {
  return {
    async runs() {
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
