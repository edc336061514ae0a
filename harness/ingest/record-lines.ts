import {isWhole, type RecordFormat} from './ports.ts';
import {endOf, isTooLong, type Line, MAX_LINE_BYTES, splitLines} from './split-lines.ts';

const NEWLINE = Buffer.from('\n');
/** How many lines a record may have. */
const MAX_LINES = 16;

/**
 * Splits bytes into lines like `splitLines`, but a record with line breaks is one line, if its format has such records. A
 * record that does not end before the end of the log is unfinished.
 */
export const recordLines = (
  chunks: AsyncIterable<Uint8Array>,
  start: number,
  format: RecordFormat<unknown>,
): AsyncGenerator<Line> => {
  const lines = splitLines(chunks, start);
  return format.broken ? new BrokenRecords(format, format.broken).join(lines) : lines;
};

/** Joins the lines of records that contain line breaks. */
class BrokenRecords {
  readonly #format: RecordFormat<unknown>;
  readonly #broken: NonNullable<RecordFormat<unknown>['broken']>;
  #open: Line[] = [];

  constructor(format: RecordFormat<unknown>, broken: NonNullable<RecordFormat<unknown>['broken']>) {
    this.#format = format;
    this.#broken = broken;
  }

  async *join(lines: AsyncIterable<Line>): AsyncGenerator<Line> {
    for await (const line of lines) {
      if (this.#open.length > 0) {
        const joined = this.#joinedWith(line);
        if (joined) {
          this.#open = [];
          yield joined;
          continue;
        }
        if (this.#mayContinue(line)) {
          this.#open.push(kept(line));
          continue;
        }
        yield* this.#open;
        this.#open = [];
      }
      if (line.complete && this.#begins(line)) this.#open = [kept(line)];
      else yield line;
    }
    const [first] = this.#open;
    const last = this.#open.at(-1);
    if (first && last) yield {...join(this.#open), length: endOf(last) - first.offset, complete: false};
  }

  /** Returns the complete record if this line ends it. */
  #joinedWith(line: Line): Line | undefined {
    if (isTooLong(line) || !this.#broken.ends(line.bytes)) return undefined;
    if (isWhole(this.#format.parse(line.bytes))) return undefined;
    const joined = join([...this.#open, line]);
    return !isTooLong(joined) && 'record' in this.#format.parse(joined.bytes) ? joined : undefined;
  }

  #mayContinue(line: Line): boolean {
    const bytes = this.#open.reduce((sum, {length}) => sum + length, line.length);
    if (this.#open.length >= MAX_LINES || bytes > MAX_LINE_BYTES) return false;
    const endsHere = this.#broken.ends(line.bytes) && isWhole(this.#format.parse(line.bytes));
    return !this.#begins(line) && !endsHere;
  }

  #begins(line: Line): boolean {
    return !isTooLong(line) && this.#broken.begins(line.bytes);
  }
}

/** Copies a line, because the chunk's memory may be reused. */
const kept = (line: Line): Line => ({...line, bytes: Uint8Array.from(line.bytes)});

function join(lines: readonly Line[]): Line {
  const [first] = lines;
  const last = lines.at(-1);
  if (!first || !last) throw new Error('no line to join');
  const bytes = Buffer.concat(lines.flatMap(({bytes: one}, index) => (index === 0 ? [one] : [NEWLINE, one])));
  return {offset: first.offset, bytes, length: bytes.length, complete: last.complete};
}
