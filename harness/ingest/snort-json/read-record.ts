/** One record of alert_json, or why the text is none. */
export type Read = {readonly record: unknown} | {readonly reason: string};

/** Snort's own spacing: whoever writes a record anew, and escapes what JSON wants escaped, hardly keeps it. */
const SNORTS_OWN = /^\{,? "[a-z0-9_]+" : /;
const MSG = ' "msg" : ';
/** Where a message may end: before the next field, or before the end of the record. */
const MSG_END = /(?=, "[a-z0-9_]+" : | \}\s*$)/g;
/** The message as it stands in a record that is JSON. */
const PLAIN_MSG = /(?<=^\{,?|,) "msg" : "((?:[^"\\]|\\[\s\S])*)"/;
const NO_END = {reason: 'its message does not end'};
const STRINGS = /"((?:[^"\\]|\\[\s\S])*)"(\s*:)?/g;
/** A message with more places that may be its end is not read. */
const MAX_ENDS = 64;

/** JSON; in Snort's own record the message as it stands there: `C:\temp` holds no tab. */
export function readJson(text: string): Read {
  const read = parseJson(text);
  if ('reason' in read || typeof read.record !== 'object' || read.record === null) return read;
  const {record} = read;
  if (!SNORTS_OWN.test(text)) return read;
  // a message that looks like further fields
  if (isCrowded(text, record)) return orElse(readAroundMessage(text), read);
  const found = text.includes('\\') ? PLAIN_MSG.exec(text)?.[1] : undefined;
  return found === undefined ? read : {record: {...record, msg: plainMessage(found)}};
}

const orElse = (one: Read, other: Read): Read => ('record' in one ? one : other);

/** Whether more names of fields stand in the text than the record has fields. */
function isCrowded(text: string, record: object): boolean {
  let names = 0;
  // one character is found faster than `" : `, and colons are rare
  for (let at = text.indexOf(':', 2); at >= 0; at = text.indexOf(':', at + 1)) {
    if (text[at - 1] === ' ' && text[at - 2] === '"' && text[at + 1] === ' ') names += 1;
  }
  for (const _ in record) names -= 1;
  return names > 0;
}

/** JSON, or nearly: a comma before the first field and control characters are mended. */
function parseJson(text: string): Read {
  try {
    return {record: JSON.parse(text)};
  } catch (thrown) {
    // alert_json.cc sets the comma whether or not the field before it applied
    const mended = text.replace(/^\{\s*,/, '{').replace(CONTROL, escaped);
    if (mended !== text) return parseJson(mended);
    return {reason: `not JSON: ${thrown instanceof Error ? thrown.message.slice(0, 120) : 'unreadable'}`};
  }
}

// a carriage return at the end of the line is no part of the record
const CONTROL = /[\p{Cc}](?=.)/gsu;

const escaped = (character: string): string =>
  character > '\u001f' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * Snort writes the message as the rule parser left it, quotes and backslashes too. It ends where the rest of the record
 * is whole and no field comes twice; of several such places it is the first.
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
    // a message that holds the beginning of a record was most likely torn
    if (end === undefined || (!mayHoldRecords && text.slice(from, end).includes(begins))) return NO_END;
    MSG_END.lastIndex = end + 1;
    const msg = messageIn(text.slice(from, end));
    const after = msg === undefined ? undefined : fieldsOf(`{${text.slice(end).replace(/^,/, '')}`);
    if (!after || Object.keys(after).some(name => name === 'msg' || Object.hasOwn(before, name))) continue;
    return {record: {...before, msg, ...after}};
  }
  return NO_END;
}

/** Fields of a part of a record, each once. */
function fieldsOf(text: string): Record<string, unknown> | undefined {
  const read = parseJson(text);
  if ('reason' in read || typeof read.record !== 'object' || read.record === null) return undefined;
  let names = 0;
  for (const [, , colon] of text.matchAll(STRINGS)) if (colon !== undefined) names += 1;
  return names === Object.keys(read.record).length ? (read.record as Record<string, unknown>) : undefined;
}

/** Snort prints the message with the quotes of the rule, and so without any where the rule has none. */
function messageIn(value: string): string | undefined {
  if (!value.startsWith('"')) return value;
  return value.length > 1 && value.endsWith('"') ? plainMessage(value.slice(1, -1)) : undefined;
}

/** Backslashes are the message's own, unless all of them escape a quote or a backslash: so Snort escapes other fields. */
const plainMessage = (raw: string): string =>
  /^(?:[^"\\]|\\["\\])*$/.test(raw) ? raw.replace(/\\(["\\])/g, '$1') : raw;
