import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {access, open, writeFile} from 'node:fs/promises';
import type {EngineFiles} from '../engine/ports.ts';

/** Files of run folders. */
export const engineFiles: EngineFiles = {
  write: (path, text) => writeFile(path, text, {mode: 0o600}),
  read: (path, maxBytes) => readPart(path, maxBytes, 'start'),
  readEnd: (path, maxBytes) => readPart(path, maxBytes, 'end'),
  exists: path =>
    access(path).then(
      () => true,
      () => false,
    ),
  digest: path => fileDigest(path).catch(() => undefined),
};

/** Bytes into a run folder. */
export const writeBytes = (path: string, bytes: Uint8Array): Promise<void> =>
  writeFile(path, bytes, {mode: 0o600});

async function readPart(path: string, maxBytes: number, part: 'start' | 'end'): Promise<string> {
  try {
    const file = await open(path);
    try {
      const {size} = await file.stat();
      const length = Math.min(size, maxBytes);
      const buffer = Buffer.alloc(length);
      const {bytesRead} = await file.read(buffer, 0, length, part === 'start' ? 0 : size - length);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return '';
  }
}

/** SHA-256 of a file, in hex. */
export async function fileDigest(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
