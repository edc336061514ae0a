import {ACTIONS} from './actions.ts';
import {
  type Escapes,
  NO_STOPS,
  OPENING_STOPS,
  OPTION_STOPS,
  REFERENCE_STOPS,
  type Stops,
  type TokenReader,
} from './tokens.ts';

/** Told of the tokens of a rule in their order; the reader stands at the token. */
export interface RuleListener {
  action?(at: TokenReader): void;
  header?(at: TokenReader): void;
  /** The name of an option. */
  option?(at: TokenReader): void;
  /** A piece of the value of the option named last: text, string, list or punctuation. */
  value?(at: TokenReader, escapes: Escapes): void;
}

/** What was read; `repaired` rules lacked their last semicolon. `at` is an offset. */
export type RuleRead =
  | {readonly kind: 'rule'; readonly start: number; readonly repaired: boolean}
  /** `target` without escapes; from `start` to the reader's place. */
  | {readonly kind: 'include'; readonly start: number; readonly target: string}
  | {readonly kind: 'end'}
  | {readonly kind: 'problem'; readonly at: number; readonly reason: string};

/** Of a token that is no place for it. */
const SHOWN_CHARACTERS = 40;

/** Snort takes a word for whole only when something stands behind it. */
const NO_END = 'the include is incomplete: no newline follows it';

/** What breaks off the reading of a rule; never leaves this file. */
class Problem {
  readonly at: number;
  readonly reason: string;

  constructor(at: number, reason: string) {
    this.at = at;
    this.reason = reason;
  }
}

/**
 * Reads one rule, include or state with Snort's grammar. With `repair`, an option without a value may end at the
 * closing parenthesis, as PulledPork3 writes `enable)`; Snort takes that for a syntax error.
 */
export function readRule(at: TokenReader, listener: RuleListener = {}, repair = false): RuleRead {
  at.next(OPENING_STOPS, 'decoded');
  const {start} = at;
  if (at.kind === 'end' && at.end === start) return {kind: 'end'};
  if (at.kind === 'text' && at.value === 'include') {
    at.next(NO_STOPS, 'decoded');
    const file: string = at.kind;
    if (file === 'end') return {kind: 'problem', at: start, reason: NO_END};
    if (file === 'text') return {kind: 'include', start, target: at.value.replace(/\\([\s\S])/g, '$1')};
    return {kind: 'problem', at: start, reason: `expected a file to include, found ${shown(at)}`};
  }
  if (at.kind === 'text' && !ACTIONS.includes(at.value))
    return {kind: 'problem', at: start, reason: `unknown action ${shown(at)}`};
  try {
    if (at.kind !== 'text') refuse(at, start, 'an action');
    listener.action?.(at);
    readHeader(at, start, listener);
    return {kind: 'rule', start, repaired: readOptions(at, start, listener, repair)};
  } catch (problem) {
    if (problem instanceof Problem) return {kind: 'problem', at: problem.at, reason: problem.reason};
    throw problem;
  }
}

/** How the strings of an option are read (Snort goes by its name). */
const escapesOf = (option: string): Escapes => {
  if (option === 'pcre') return 'to-semicolon';
  return option === 'regex' || option === 'sd_pattern' ? 'raw' : 'decoded';
};

const isWord = (at: TokenReader): boolean => at.kind === 'text' || at.kind === 'list';

function refuse(at: TokenReader, start: number, expected: string): never {
  if (at.kind === 'end') throw new Problem(start, 'the rule does not end');
  throw new Problem(at.start, `expected ${expected}, found ${shown(at)}`);
}

const shown = (at: TokenReader): string =>
  JSON.stringify(at.text.slice(at.start, Math.min(at.end, at.start + SHOWN_CHARACTERS)));

function expectWord(at: TokenReader, start: number, expected: string): void {
  if (at.kind !== 'text') refuse(at, start, expected);
}

/** Everything up to the opening parenthesis: nothing, a protocol or service, or also networks, ports and direction. */
function readHeader(at: TokenReader, start: number, listener: RuleListener): void {
  const next = (stops: Stops): void => at.next(stops, 'decoded');
  const take = (expected: string): void => {
    if (!isWord(at)) refuse(at, start, expected);
    listener.header?.(at);
  };
  const isDirection = (): boolean => at.kind === 'text' && ['->', '<>'].includes(at.value);
  next(OPENING_STOPS);
  if (at.is('(')) return;
  expectWord(at, start, 'a protocol, a service or "("');
  take('a protocol');
  next(OPENING_STOPS);
  if (at.is('(')) return;
  take('an address or "("');
  next(NO_STOPS);
  if (!isDirection()) {
    take('a port or a direction');
    next(NO_STOPS);
    if (!isDirection()) refuse(at, start, '-> or <>');
  }
  take('a direction');
  next(NO_STOPS);
  take('an address');
  next(OPENING_STOPS);
  if (at.is('(')) return;
  take('a port or "("');
  next(OPENING_STOPS);
  if (!at.is('(')) refuse(at, start, '"("');
}

/** True when the last semicolon was missing and let pass. */
function readOptions(at: TokenReader, start: number, listener: RuleListener, repair: boolean): boolean {
  let escapes: Escapes = 'decoded';
  for (;;) {
    at.next(OPTION_STOPS, escapes);
    if (at.is(')')) return false;
    expectWord(at, start, 'an option or ")"');
    const name = at.value;
    escapes = escapesOf(name);
    listener.option?.(at);
    if (name === 'metadata' || name === 'reference') {
      swallowValue(at, start, listener, name === 'reference' ? REFERENCE_STOPS : OPTION_STOPS);
      continue;
    }
    at.next(OPTION_STOPS, escapes);
    if (at.is(')') && repair) return true;
    if (at.is(';')) continue;
    if (!at.is(':')) refuse(at, start, `":" or ";" behind ${name}`);
    if (readValue(at, start, listener, escapes)) return false;
  }
}

/** Of `metadata` and `reference`: all up to the semicolon. */
function swallowValue(at: TokenReader, start: number, listener: RuleListener, stops: Stops): void {
  at.next(OPTION_STOPS, 'decoded');
  if (!at.is(':')) refuse(at, start, '":"');
  for (;;) {
    at.next(stops, 'decoded');
    if (at.is(';')) return;
    if (at.kind === 'end') refuse(at, start, '";"');
    listener.value?.(at, 'decoded');
  }
}

/** Comma-separated: a string, or a word with or without one more word or string. True when ")" ended the rule too. */
function readValue(at: TokenReader, start: number, listener: RuleListener, escapes: Escapes): boolean {
  const next = (): void => at.next(OPTION_STOPS, escapes);
  for (;;) {
    next();
    if (at.kind !== 'string') expectWord(at, start, 'a value');
    const word = at.kind === 'text';
    listener.value?.(at, escapes);
    next();
    if (word && (at.kind === 'string' || at.kind === 'text')) {
      listener.value?.(at, escapes);
      next();
    }
    if (at.is(';')) return false;
    if (at.is(')')) return true;
    if (!at.is(',')) refuse(at, start, '";", "," or ")"');
    listener.value?.(at, escapes);
  }
}
