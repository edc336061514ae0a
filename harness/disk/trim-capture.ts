import {type FileHandle, open, rename, rm} from 'node:fs/promises';
import type {Micros} from '../domain/time.ts';

const HEADER_BYTES = 24;
const RECORD_HEADER_BYTES = 16;
const CHUNK_BYTES = 1024 * 1024;
/** libpcap's own limit; a larger length means a broken record. */
const LARGEST_PACKET_BYTES = 16 * 1024 * 1024;
/** Magic numbers of classic pcap with microseconds and with nanoseconds. */
const MICROS_MAGIC = 0xa1b2c3d4;
const NANOS_MAGIC = 0xa1b23c4d;

interface Form {
  readonly big: boolean;
  readonly nanos: boolean;
}

/**
 * Copies the packets of a classic pcap with `beginAt` <= time < `endAt` to `to`, which is written atomically and only its
 * owner can read. An unfinished last record, and everything after a broken one, is left out. `bytes` is the size of `to`.
 * Undefined if `from` does not exist or is not a classic pcap. Uses memory for a megabyte and one packet.
 */
export async function trimCapture(
  from: string,
  to: string,
  beginAt: Micros,
  endAt: Micros,
): Promise<{packets: number; bytes: number} | undefined> {
  const source = await open(from).catch(() => undefined);
  if (!source) return undefined;
  const part = `${to}.part`;
  try {
    const input = reader(source);
    const header = await input.next(HEADER_BYTES);
    const form = header && formOf(header);
    if (!header || !form) return undefined;
    const kept = await copy(input, header, form, part, {beginAt, endAt});
    await rename(part, to);
    return kept;
  } catch (thrown) {
    await rm(part, {force: true});
    throw thrown;
  } finally {
    await source.close();
  }
}

/**
 * Counts the packets of a classic pcap, and the bytes of its header and packets, without unfinished or broken records at its
 * end. Undefined if it does not exist or is not a classic pcap.
 */
export async function measureCapture(path: string): Promise<{packets: number; bytes: number} | undefined> {
  const source = await open(path).catch(() => undefined);
  if (!source) return undefined;
  try {
    const input = reader(source);
    const header = await input.next(HEADER_BYTES);
    const form = header && formOf(header);
    if (!form) return undefined;
    let [packets, bytes] = [0, HEADER_BYTES];
    for (;;) {
      const record = await nextRecord(input, form);
      if (!record) return {packets, bytes};
      packets += 1;
      bytes += record.length;
    }
  } finally {
    await source.close();
  }
}

async function copy(
  input: Reader,
  header: Buffer,
  form: Form,
  part: string,
  {beginAt, endAt}: {beginAt: Micros; endAt: Micros},
): Promise<{packets: number; bytes: number}> {
  const target = await open(part, 'w', 0o600);
  try {
    const output = writer(target);
    await output.put(header);
    let packets = 0;
    for (;;) {
      const record = await nextRecord(input, form);
      if (!record) break;
      const at = timeOf(record, form);
      if (at < beginAt || at >= endAt) continue;
      packets += 1;
      await output.put(record);
    }
    const bytes = await output.end();
    await target.sync();
    return {packets, bytes};
  } finally {
    await target.close();
  }
}

function formOf(header: Buffer): Form | undefined {
  for (const big of [false, true]) {
    const magic = big ? header.readUInt32BE(0) : header.readUInt32LE(0);
    if (magic === MICROS_MAGIC || magic === NANOS_MAGIC) return {big, nanos: magic === NANOS_MAGIC};
  }
  return undefined;
}

const number = (bytes: Buffer, offset: number, {big}: Form): number =>
  big ? bytes.readUInt32BE(offset) : bytes.readUInt32LE(offset);

const timeOf = (record: Buffer, form: Form): Micros =>
  number(record, 0, form) * 1_000_000 + Math.floor(number(record, 4, form) / (form.nanos ? 1000 : 1));

/** Reads a record, its header and packet; undefined at the end and at a broken record. */
async function nextRecord(input: Reader, form: Form): Promise<Buffer | undefined> {
  const head = await input.peek(RECORD_HEADER_BYTES);
  if (!head) return undefined;
  const length = number(head, 8, form);
  return length > LARGEST_PACKET_BYTES ? undefined : input.next(RECORD_HEADER_BYTES + length);
}

interface Reader {
  /** Returns the next bytes without consuming them; undefined if the file has fewer left. */
  peek(bytes: number): Promise<Buffer | undefined>;
  /** Returns the next bytes and moves past them; undefined if the file has fewer left. */
  next(bytes: number): Promise<Buffer | undefined>;
}

function reader(file: FileHandle): Reader {
  let held: Buffer = Buffer.alloc(0);
  const fill = async (bytes: number): Promise<boolean> => {
    while (held.length < bytes) {
      const chunk = Buffer.alloc(Math.max(CHUNK_BYTES, bytes - held.length));
      const {bytesRead} = await file.read(chunk, 0, chunk.length, null);
      if (bytesRead === 0) return false;
      held = Buffer.concat([held, chunk.subarray(0, bytesRead)]);
    }
    return true;
  };
  const peek = async (bytes: number) => ((await fill(bytes)) ? held.subarray(0, bytes) : undefined);
  return {
    peek,
    async next(bytes) {
      const found = await peek(bytes);
      if (found) held = held.subarray(bytes);
      return found;
    },
  };
}

function writer(file: FileHandle): {put(bytes: Buffer): Promise<void>; end(): Promise<number>} {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let written = 0;
  const flush = async () => {
    if (waitingBytes > 0) await file.writeFile(Buffer.concat(waiting));
    written += waitingBytes;
    waiting = [];
    waitingBytes = 0;
  };
  return {
    async put(bytes) {
      waiting.push(bytes);
      waitingBytes += bytes.length;
      if (waitingBytes >= CHUNK_BYTES) await flush();
    },
    async end() {
      await flush();
      return written;
    },
  };
}
