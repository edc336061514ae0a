import {ruleNumber} from './rule-number.ts';

/** Which rules an entry of a tuning file names. */
export type Selector =
  | {readonly kind: 'rules'; readonly gid: number; readonly from: number; readonly to: number}
  | {readonly kind: 'reference'; readonly scheme: string; readonly id: string}
  | {readonly kind: 'bulletin'; readonly name: string}
  | {readonly kind: 'pattern'; readonly pattern: RegExp}
  | {readonly kind: 'all'};

/** One entry as it is written, and the rules that it names. */
export interface TuningEntry {
  readonly written: string;
  readonly selector: Selector;
}

/** In each of the rules the first match of `from` becomes `to`. */
export interface Modification extends TuningEntry {
  readonly from: RegExp;
  readonly to: string;
}

/** A line that is no entry. */
export interface BadEntry {
  /** The first is 1. */
  readonly line: number;
  /** Cut to 80 characters. */
  readonly text: string;
  readonly reason: string;
}

export interface ReadTuning<Entry> {
  readonly entries: readonly Entry[];
  readonly bad: readonly BadEntry[];
}

const LONGEST_PATTERN = 1000;
const SHOWN = 80;
const EXPECTED = 'expected gid:sid, a range such as 1:100-1:200, cve:YEAR-NUMBER, or pcre:PATTERN';

/** A file of PulledPork's form, disablesid.conf and enablesid.conf: entries between commas, `#` comments. */
export function readSidLines(text: string): ReadTuning<TuningEntry> {
  const entries: TuningEntry[] = [];
  const bad: BadEntry[] = [];
  for (const [index, whole] of text.split('\n').entries()) {
    for (const written of listed(withoutComment(whole))) {
      const selector = selectorOf(written);
      if (typeof selector === 'string')
        bad.push({line: index + 1, text: written.slice(0, SHOWN), reason: selector});
      else entries.push({written, selector});
    }
  }
  return {entries, bad};
}

const MODIFY = /^([^"]*?)\s*"((?:[^"\\]|\\.)*)"\s+"((?:[^"\\]|\\.)*)"\s*$/;

/** A file of PulledPork's form modifysid.conf: `SIDS "from" "to"`, `*` for every rule; from is a regular expression. */
export function readModifyLines(text: string): ReadTuning<Modification> {
  const entries: Modification[] = [];
  const bad: BadEntry[] = [];
  for (const [index, whole] of text.split('\n').entries()) {
    const line = whole.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [, rules = '', from = '', to = ''] = MODIFY.exec(line) ?? [];
    const read = MODIFY.test(line)
      ? modificationsOf(rules, from, to.replace(/\\(.)/g, '$1'))
      : 'expected RULES "from" "to"';
    if (typeof read === 'string') bad.push({line: index + 1, text: line.slice(0, SHOWN), reason: read});
    else entries.push(...read);
  }
  return {entries, bad};
}

/** One modification for each entry of the rules; words when something of it is none. */
export function modificationsOf(rules: string, from: string, to: string): readonly Modification[] | string {
  const pattern = patternOf(from);
  if (typeof pattern === 'string') return pattern;
  const found: Modification[] = [];
  for (const written of rules.trim() === '' ? ['*'] : listed(rules)) {
    const selector: Selector | string = written === '*' ? {kind: 'all'} : selectorOf(written);
    if (typeof selector === 'string') return selector;
    found.push({written: `${written} ${JSON.stringify(from)}`, selector, from: pattern, to});
  }
  return found;
}

/** What one entry names, or why it is none. A sid alone is one of gid 1, as in PulledPork 2. */
function selectorOf(entry: string): Selector | string {
  const [, kind, value = ''] = /^(cve|bugtraq|pcre):(.*)$/is.exec(entry) ?? [];
  if (kind?.toLowerCase() === 'pcre') {
    const pattern = patternOf(value);
    return typeof pattern === 'string' ? pattern : {kind: 'pattern', pattern};
  }
  if (kind) return {kind: 'reference', scheme: kind.toLowerCase(), id: value.trim().replace(/^CVE-/i, '')};
  if (/^MS\d{2}-\d+$/i.test(entry)) return {kind: 'bulletin', name: entry.toLowerCase()};
  const [, gid = '1', sid = '', toGid = gid, to = sid] =
    /^(?:(\d+):)?(\d+)(?:\s*-\s*(?:(\d+):)?(\d+))?$/.exec(entry) ?? [];
  const [group, first, otherGroup, last] = [gid, sid, toGid, to].map(ruleNumber);
  if (group === undefined || first === undefined || last === undefined) return EXPECTED;
  if (group !== otherGroup) return 'a range has one gid';
  return first > last
    ? 'the range ends before it begins'
    : {kind: 'rules', gid: group, from: first, to: last};
}

function patternOf(text: string): RegExp | string {
  if (text === '') return 'the pattern is empty';
  if (text.length > LONGEST_PATTERN) return `the pattern is longer than ${LONGEST_PATTERN} characters`;
  try {
    return new RegExp(text, 's');
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : 'no regular expression';
  }
}

/** A `#` in a pattern is one behind a backslash or within brackets; all else begins a comment. */
function withoutComment(line: string): string {
  if (line.trimStart().startsWith('#')) return '';
  const end = /(?:^|\s)#/.exec(line)?.index;
  return (end === undefined ? line : line.slice(0, end)).trim();
}

/** Entries between commas; commas within brackets of a pattern, or behind a backslash, are part of it. */
function listed(text: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let entry = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') {
      entry += text.slice(at, at + 2);
      at += 1;
      continue;
    }
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth = Math.max(0, depth - 1);
    if (character !== ',' || depth > 0) entry += character;
    else {
      found.push(entry.trim());
      entry = '';
    }
  }
  return [...found, entry.trim()].filter(one => one !== '');
}
