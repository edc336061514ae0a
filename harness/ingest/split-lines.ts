/** Longer lines are skipped in bounded memory and become rejects. */
export const MAX_LINE_BYTES = 1024 * 1024;
/** How many first bytes of a line that is too long are kept. */
const KEPT_BYTES = 4096;
const NEWLINE = 10;

/** A line without its newline. `complete` is false only after the last newline of a log. */
export interface Line {
  /** Byte offset of the line's first byte in the log. */
  readonly offset: number;
  /** All bytes of the line, or the first few if it is too long. */
  readonly bytes: Uint8Array;
  /** Length of the line in bytes, without the newline. */
  readonly length: number;
  readonly complete: boolean;
}

/** Returns the offset after the line and its newline. */
export const endOf = (line: Line): number => line.offset + line.length + (line.complete ? 1 : 0);

export const isTooLong = (line: Line): boolean => line.length > MAX_LINE_BYTES;

/** Splits chunks into lines; `start` is the offset of the first chunk. At most one line is in memory. */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>, start: number): AsyncGenerator<Line> {
  const open = new OpenLine(start);
  for await (const chunk of chunks) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let from = 0;
    for (;;) {
      const end = buffer.indexOf(NEWLINE, from);
      if (end < 0) break;
      yield open.close(buffer.subarray(from, end));
      from = end + 1;
    }
    open.add(buffer.subarray(from));
  }
  if (open.length > 0) yield open.rest();
}

/** The current, unfinished line. */
class OpenLine {
  length = 0;
  #offset: number;
  #parts: Uint8Array[] = [];
  #kept = 0;

  constructor(offset: number) {
    this.#offset = offset;
  }

  add(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.length += bytes.length;
    // a copy, because the chunk's memory may be reused
    if (this.length <= MAX_LINE_BYTES) {
      this.#parts.push(Uint8Array.prototype.slice.call(bytes));
      this.#kept += bytes.length;
    } else if (this.#kept !== KEPT_BYTES) this.#keepHead(bytes);
  }

  close(last: Uint8Array): Line {
    if (this.length === 0 && last.length <= MAX_LINE_BYTES) {
      const line = {offset: this.#offset, bytes: last, length: last.length, complete: true};
      this.#offset += last.length + 1;
      return line;
    }
    this.add(last);
    const line = {
      offset: this.#offset,
      bytes: Buffer.concat(this.#parts),
      length: this.length,
      complete: true,
    };
    this.#offset += this.length + 1;
    this.#parts = [];
    this.#kept = 0;
    this.length = 0;
    return line;
  }

  rest(): Line {
    return {offset: this.#offset, bytes: Buffer.concat(this.#parts), length: this.length, complete: false};
  }

  /** Keeps only the first bytes of a line that has become too long. */
  #keepHead(next: Uint8Array): void {
    this.#parts = [Buffer.concat([...this.#parts, next.subarray(0, KEPT_BYTES)]).subarray(0, KEPT_BYTES)];
    this.#kept = KEPT_BYTES;
  }
}
