/** A record of alert_json, or the reason why the text is not one. */
export type Read = {readonly record: unknown} | {readonly reason: string};

/** Matches Snort's own spacing, which programs that rewrite and escape records hardly ever keep. */
const SNORTS_OWN = /^\{,? "[a-z0-9_]+" : /;
const MSG = ' "msg" : ';
/** Matches where a message may end: before the next field or the end of the record. */
const MSG_END = /(?=, "[a-z0-9_]+" : | \}\s*$)/g;
/** Matches the raw message in a record that is valid JSON. */
const PLAIN_MSG = /(?<=^\{,?|,) "msg" : "((?:[^"\\]|\\[\s\S])*)"/;
const NO_END = {reason: 'its message does not end'};
const STRINGS = /"((?:[^"\\]|\\[\s\S])*)"(\s*:)?/g;
/** How many possible ends of a message are tried. */
const MAX_ENDS = 64;

/** Parses JSON. In Snort's own records the message is not escaped, so `C:\temp` contains no tab. */
export function readJson(text: string): Read {
  const read = parseJson(text);
  if ('reason' in read || typeof read.record !== 'object' || read.record === null) return read;
  const {record} = read;
  if (!SNORTS_OWN.test(text)) return read;
  // the message contains text that looks like fields
  if (isCrowded(text, record)) return orElse(readAroundMessage(text), read);
  const found = text.includes('\\') ? PLAIN_MSG.exec(text)?.[1] : undefined;
  return found === undefined ? read : {record: {...record, msg: plainMessage(found)}};
}

const orElse = (one: Read, other: Read): Read => ('record' in one ? one : other);

/** Returns whether the text contains more field names than the record has fields. */
function isCrowded(text: string, record: object): boolean {
  let names = 0;
  // a search for one character is faster than for `" : `, and colons are rare
  for (let at = text.indexOf(':', 2); at >= 0; at = text.indexOf(':', at + 1)) {
    if (text[at - 1] === ' ' && text[at - 2] === '"' && text[at + 1] === ' ') names += 1;
  }
  for (const _ in record) names -= 1;
  return names > 0;
}

/** Parses JSON, and repairs a comma before the first field and unescaped control characters. */
function parseJson(text: string): Read {
  try {
    return {record: JSON.parse(text)};
  } catch (thrown) {
    // alert_json.cc writes the comma even if the field before it is missing
    const repaired = text.replace(/^\{\s*,/, '{').replace(CONTROL, escaped);
    if (repaired !== text) return parseJson(repaired);
    return {reason: `not JSON: ${thrown instanceof Error ? thrown.message.slice(0, 120) : 'unreadable'}`};
  }
}

// a carriage return at the end of the line is not part of the record
const CONTROL = /[\p{Cc}](?=.)/gsu;

const escaped = (character: string): string =>
  character > '\u001f' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * Reads a record whose message is not escaped: Snort writes its quotes and backslashes unchanged. The message ends at the
 * first place after which the rest of the record is complete and no field occurs twice.
 */
export function readAroundMessage(text: string, mayHoldRecords = false): Read {
  const from = text.indexOf(MSG) + MSG.length;
  const begins = SNORTS_OWN.exec(text)?.[0];
  if (from < MSG.length || begins === undefined) return NO_END;
  const before = fieldsOf(`${text.slice(0, from - MSG.length).replace(/,$/, '')}}`);
  if (!before) return NO_END;
  MSG_END.lastIndex = from;
  for (let tries = 0; tries < MAX_ENDS; tries += 1) {
    const end = MSG_END.exec(text)?.index;
    // a message that contains the beginning of a record was most likely torn
    if (end === undefined || (!mayHoldRecords && text.slice(from, end).includes(begins))) return NO_END;
    MSG_END.lastIndex = end + 1;
    const msg = messageIn(text.slice(from, end));
    const after = msg === undefined ? undefined : fieldsOf(`{${text.slice(end).replace(/^,/, '')}`);
    if (!after || Object.keys(after).some(name => name === 'msg' || Object.hasOwn(before, name))) continue;
    return {record: {...before, msg, ...after}};
  }
  return NO_END;
}

/** Parses a part of a record; undefined if it is invalid or a field occurs twice. */
function fieldsOf(text: string): Record<string, unknown> | undefined {
  const read = parseJson(text);
  if ('reason' in read || typeof read.record !== 'object' || read.record === null) return undefined;
  let names = 0;
  for (const [, , colon] of text.matchAll(STRINGS)) if (colon !== undefined) names += 1;
  return names === Object.keys(read.record).length ? (read.record as Record<string, unknown>) : undefined;
}

/** Removes the quotes that Snort prints around the message if the rule has them. */
function messageIn(value: string): string | undefined {
  if (!value.startsWith('"')) return value;
  return value.length > 1 && value.endsWith('"') ? plainMessage(value.slice(1, -1)) : undefined;
}

/** Removes backslashes only if all of them escape a quote or a backslash; otherwise they belong to the message. */
const plainMessage = (raw: string): string =>
  /^(?:[^"\\]|\\["\\])*$/.test(raw) ? raw.replace(/\\(["\\])/g, '$1') : raw;
