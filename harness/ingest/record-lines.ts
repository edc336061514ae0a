import {isWhole, type LineFormat} from './ports.ts';
import {endOf, isTooLong, type Line, MAX_LINE_BYTES, splitLines} from './split-lines.ts';

const NEWLINE = Buffer.from('\n');
/** A message with more line breaks is not read. */
const MAX_LINES = 16;
const MSG = Buffer.from(' "msg" : "');
const MSG_END = /"(?:, "[a-z0-9_]+" : | \})/;
const [SPACE, QUOTE, CLOSING_BRACE, CARRIAGE_RETURN] = [0x20, 0x22, 0x7d, 0x0d];
const [DIGIT_0, DIGIT_9] = [0x30, 0x39];

/**
 * Lines as `splitLines` gives them, save that a record whose message holds line breaks is one line: Snort writes them as
 * they are. One that has not ended at the end of the log is unfinished.
 */
export async function* recordLines(
  chunks: AsyncIterable<Uint8Array>,
  start: number,
  format: LineFormat,
): AsyncGenerator<Line> {
  let open: Line[] = [];
  for await (const line of splitLines(chunks, start)) {
    if (open.length > 0) {
      const joined = joinedWith(open, line, format);
      if (joined) {
        open = [];
        yield joined;
        continue;
      }
      if (mayGoOn(open, line, format)) {
        open.push(kept(line));
        continue;
      }
      yield* open;
      open = [];
    }
    if (line.complete && isBroken(line)) open = [kept(line)];
    else yield line;
  }
  const last = open.at(-1);
  if (open[0] && last) yield {...join(open), length: endOf(last) - open[0].offset, complete: false};
}

/** The open record whole, once this line ends it. */
function joinedWith(open: readonly Line[], line: Line, format: LineFormat): Line | undefined {
  if (!endsRecord(line) || isTooLong(line) || isWhole(format.parse(line.bytes))) return undefined;
  const joined = join([...open, line]);
  return !isTooLong(joined) && 'alert' in format.parse(joined.bytes) ? joined : undefined;
}

function mayGoOn(open: readonly Line[], line: Line, format: LineFormat): boolean {
  const bytes = open.reduce((sum, {length}) => sum + length, line.length);
  if (open.length >= MAX_LINES || bytes > MAX_LINE_BYTES) return false;
  return !(isBroken(line) || (endsRecord(line) && isWhole(format.parse(line.bytes))));
}

/** Whether a record begins here whose message goes on in the next line. */
function isBroken(line: Line): boolean {
  if (endsRecord(line)) return false;
  const bytes = asBuffer(line.bytes);
  const msg = isTooLong(line) ? -1 : bytes.lastIndexOf(MSG);
  return msg > 0 && !MSG_END.test(bytes.toString('latin1', msg + MSG.length));
}

/** Whether the line ends as records of Snort's do: behind a quote or a digit. */
function endsRecord({bytes}: Line): boolean {
  let last = bytes.length - 1;
  while (last >= 0 && (bytes[last] === SPACE || bytes[last] === CARRIAGE_RETURN)) last -= 1;
  const before = bytes[last - 2] ?? 0;
  const isValue = before === QUOTE || (before >= DIGIT_0 && before <= DIGIT_9);
  return bytes[last] === CLOSING_BRACE && bytes[last - 1] === SPACE && isValue;
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The chunk's memory may be used again. */
const kept = (line: Line): Line => ({...line, bytes: Uint8Array.from(line.bytes)});

function join(lines: readonly Line[]): Line {
  const [first] = lines;
  const last = lines.at(-1);
  if (!first || !last) throw new Error('no line to join');
  const bytes = Buffer.concat(lines.flatMap(({bytes: one}, place) => (place === 0 ? [one] : [NEWLINE, one])));
  return {offset: first.offset, bytes, length: bytes.length, complete: last.complete};
}
