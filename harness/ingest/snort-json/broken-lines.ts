import type {BrokenLines} from '../ports.ts';

const MSG = Buffer.from(' "msg" : "');
const MSG_END = /"(?:, "[a-z0-9_]+" : | \})/;
const [SPACE, QUOTE, CLOSING_BRACE, CARRIAGE_RETURN] = [0x20, 0x22, 0x7d, 0x0d];
const [DIGIT_0, DIGIT_9] = [0x30, 0x39];

/** Recognizes records with line breaks, which Snort does not escape in messages. */
export const brokenMessages: BrokenLines = {
  begins(line) {
    if (endsRecord(line)) return false;
    const bytes = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
    const msg = bytes.lastIndexOf(MSG);
    return msg > 0 && !MSG_END.test(bytes.toString('latin1', msg + MSG.length));
  },
  ends: endsRecord,
};

/** Returns whether a line ends as Snort's records do: with a brace after a quote or a digit. */
function endsRecord(line: Uint8Array): boolean {
  let last = line.length - 1;
  while (last >= 0 && (line[last] === SPACE || line[last] === CARRIAGE_RETURN)) last -= 1;
  const before = line[last - 2] ?? 0;
  const isValue = before === QUOTE || (before >= DIGIT_0 && before <= DIGIT_9);
  return line[last] === CLOSING_BRACE && line[last - 1] === SPACE && isValue;
}
