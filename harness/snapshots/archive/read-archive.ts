import {createReadStream} from 'node:fs';
import {open} from 'node:fs/promises';
import {posix} from 'node:path';
import {Parser, type ReadEntry} from 'tar';
import {thrownMessage} from '../../domain/failure.ts';
import {ok} from '../../domain/result.ts';
import {claimedTime} from '../../domain/time.ts';
import {fail} from '../failures.ts';
import type {ArchiveReader} from '../ports.ts';

const MAX_UNPACKED_BYTES = 2 * 1024 * 1024 * 1024;
/** Limit for rules and programs in memory. */
const MAX_KEPT_BYTES = 512 * 1024 * 1024;
const MAX_MEMBERS = 100_000;

/** Reads a .tar.gz in memory; nothing is unpacked to disk. */
export const archiveReader: ArchiveReader = {
  async read(path, ruleset, isNeeded) {
    const refused = (reason: string) => fail('archive-refused', {ruleset, path, reason});
    try {
      const reason = await notGzip(path);
      if (reason) return refused(reason);
      const {names, files, newestAt} = await readMembers(path, isNeeded);
      return ok({names, files, newestAt});
    } catch (thrown) {
      if (thrown instanceof Refused) return refused(thrown.message);
      if ((thrown as {code?: string}).code === 'ENOENT') {
        const reason = 'there is no such file';
        return fail('source-missing', {ruleset, path, expected: 'a .tar.gz of rules', reason});
      }
      return refused(plainReason(thrownMessage(thrown)));
    }
  },
};

class Refused extends Error {}

const TOO_MUCH = 'unpacked, it is larger than a ruleset may be';

/** Messages of the libraries, with their meaning. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/unexpected end of file|Truncated input/, 'it is truncated'],
  [/decompression ratio/, TOO_MUCH],
  [/Unrecognized archive format/, 'it is not a tar archive, or it is empty'],
  [/checksum failure/, 'it is not a tar archive, or it is damaged'],
  [/^zlib: /, 'its bytes are damaged'],
];

function plainReason(message: string): string {
  const meaning = MEANINGS.find(([pattern]) => pattern.test(message))?.[1];
  return meaning === undefined ? message : `${meaning} (${message})`;
}

async function notGzip(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(64);
    const {bytesRead} = await file.read(head, 0, 64, 0);
    if (bytesRead === 0) return 'it is empty';
    if (/^\s*</.test(head.toString('latin1'))) return 'it is a web page (terms or a sign-in), not an archive';
    return head[0] === 0x1f && head[1] === 0x8b ? undefined : 'it is not gzipped';
  } finally {
    await file.close();
  }
}

interface Found {
  readonly names: string[];
  readonly files: Map<string, Uint8Array>;
  newestAt: number;
}

async function readMembers(path: string, isNeeded: (name: string) => boolean): Promise<Found> {
  const found: Found = {names: [], files: new Map(), newestAt: 0};
  const count = {members: 0, unpacked: 0, kept: 0};
  let refusal: Refused | undefined;
  const parser = new Parser({
    strict: true,
    onReadEntry(entry: ReadEntry) {
      const name = posix.normalize(entry.path);
      const keeps = entry.type !== 'Directory' && isNeeded(name);
      const reason = refusal ? refusal.message : refuseMember(entry, keeps, count);
      if (reason) refusal ??= new Refused(reason);
      if (!refusal) found.names.push(name);
      if (refusal || !keeps) entry.resume();
      else keep(entry, name, found);
    },
  });
  await new Promise<void>((done, fail) => {
    const file = createReadStream(path);
    parser.on('error', fail).on('end', done);
    file.on('error', fail);
    file.on('data', chunk => {
      if (refusal) file.destroy(refusal);
      else if (!parser.write(chunk as Buffer)) {
        file.pause();
        parser.once('drain', () => file.resume());
      }
    });
    file.on('end', () => parser.end());
  }).catch(thrown => {
    // an error that follows from a refused member must not hide the refusal
    throw refusal ?? thrown;
  });
  if (refusal) throw refusal;
  if (count.members === 0) throw new Refused('it contains no files');
  return found;
}

function refuseMember(
  entry: ReadEntry,
  keeps: boolean,
  count: {members: number; unpacked: number; kept: number},
): string | undefined {
  const name = entry.path;
  count.members += 1;
  count.unpacked += entry.size;
  if (keeps) count.kept += entry.size;
  if (name.startsWith('/') || name.split('/').includes('..') || name.includes('\\') || name.includes('\0')) {
    return `its member ${JSON.stringify(name)} points outside its folder`;
  }
  if (entry.type === 'SymbolicLink' || entry.type === 'Link')
    return `its member ${JSON.stringify(name)} is a link`;
  if (!['File', 'OldFile', 'ContiguousFile', 'Directory'].includes(entry.type)) {
    return `its member ${JSON.stringify(name)} is neither a file nor a folder (${entry.type})`;
  }
  if (count.members > MAX_MEMBERS) return `it has more than ${MAX_MEMBERS} members`;
  if (count.unpacked > MAX_UNPACKED_BYTES || count.kept > MAX_KEPT_BYTES) return TOO_MUCH;
  return undefined;
}

function keep(entry: ReadEntry, name: string, found: Found): void {
  const chunks: Uint8Array[] = [];
  entry.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  entry.on('end', () => {
    const at = claimedTime((entry.mtime?.getTime() ?? 0) * 1000, Date.now() * 1000);
    found.newestAt = Math.max(found.newestAt, at);
    found.files.set(name, Buffer.concat(chunks));
  });
}
