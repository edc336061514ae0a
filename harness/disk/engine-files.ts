import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {appendFile, mkdir, open, rm, stat, symlink, truncate, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import type {EngineFiles} from '../engine/system-ports.ts';
import {isGzipFile, unpackFile} from './unpack.ts';
import {isThere} from './whole-files.ts';

/** Access to the files of run folders. */
export const engineFiles: EngineFiles = {
  write: (path, text) => writeFile(path, text, {mode: 0o600}),
  append: (path, text) => appendFile(path, text, {mode: 0o600}),
  read: (path, maxBytes) => readPart(path, maxBytes, () => 0),
  readEnd: (path, maxBytes) => readPart(path, maxBytes, size => Math.max(0, size - maxBytes)),
  readFrom: (path, from, maxBytes) => readPart(path, maxBytes, () => from),
  size: path =>
    stat(path).then(
      ({size}) => size,
      () => 0,
    ),
  changedAt: path =>
    stat(path).then(
      ({mtimeMs}) => Math.round(mtimeMs * 1000),
      () => undefined,
    ),
  empty: path => truncate(path, 0),
  exists: isThere,
  async link(target, path) {
    await mkdir(dirname(path), {recursive: true, mode: 0o700});
    await symlink(target, path);
  },
  isGzip: isGzipFile,
  unpack: unpackFile,
  remove: path => rm(path, {recursive: true, force: true}),
  digest: path => fileDigest(path).catch(() => undefined),
};

/** Writes bytes to a file in a run folder. */
export const writeBytes = (path: string, bytes: Uint8Array): Promise<void> =>
  writeFile(path, bytes, {mode: 0o600});

async function readPart(path: string, maxBytes: number, from: (size: number) => number): Promise<string> {
  try {
    const file = await open(path);
    try {
      const {size} = await file.stat();
      const length = Math.min(Math.max(0, size - from(size)), maxBytes);
      const buffer = Buffer.alloc(length);
      const {bytesRead} = await file.read(buffer, 0, length, from(size));
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return '';
  }
}

/** Computes the SHA-256 of a file, in hex. */
export async function fileDigest(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
