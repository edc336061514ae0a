import {LineCounter} from './line-counter.ts';
import {type RuleListener, readRule} from './read-rule.ts';
import {TokenReader} from './tokens.ts';

/** A place that Snort takes for a syntax error. */
export interface Complaint {
  /** The first is 1; of a rule that does not end it is its first. */
  readonly line: number;
  readonly reason: string;
  /** Offsets of what is passed over. */
  readonly start: number;
  readonly end: number;
}

export interface Complaints {
  /** The first thousand. */
  readonly complaints: readonly Complaint[];
  /** Of all there are. */
  readonly complaintCount: number;
}

/** An include as Snort's grammar finds it, with its offsets in the text. */
export interface FoundInclude {
  /** As it is written, without escapes. */
  readonly target: string;
  readonly start: number;
  readonly end: number;
  /** The first is 1. */
  readonly line: number;
}

/** Told of all that a file of rules or states holds, in its order. */
export interface FileListener extends RuleListener {
  /** A `#` comment outside of rules. */
  comment?(text: string, start: number, line: number): void;
  rule?(text: string, line: number, repaired: boolean, start: number): void;
  include?(include: FoundInclude): void;
}

const KEPT_COMPLAINTS = 1000;

/**
 * Reads a file of rules or states to its end; includes are told, not followed. Behind a syntax error it goes on in the next line,
 * where Snort would give up. A byte order mark is passed over. `repair` as in `readRule`. Time grows with the length.
 */
export function readFile(text: string, listener: FileListener, repair = false): Complaints {
  const at = new TokenReader(text, bomLength(text));
  const lines = new LineCounter(text);
  const complaints: Complaint[] = [];
  let complaintCount = 0;
  let inRule = false;
  at.onComment = (start, end) => {
    if (!inRule) listener.comment?.(text.slice(start, end), start, lines.at(start));
  };
  const heard: RuleListener = {
    action: () => {
      inRule = true;
      listener.action?.(at);
    },
    header: () => listener.header?.(at),
    option: () => listener.option?.(at),
    value: (_, escapes) => listener.value?.(at, escapes),
  };
  for (;;) {
    inRule = false;
    const from = at.end;
    const found = readRule(at, heard, repair);
    if (found.kind === 'end') return {complaints, complaintCount};
    if (found.kind === 'rule')
      listener.rule?.(text.slice(found.start, at.end), lines.at(found.start), found.repaired, found.start);
    if (found.kind === 'include') listener.include?.({...found, end: at.end, line: lines.at(found.start)});
    if (found.kind !== 'problem') continue;
    complaintCount += 1;
    at.skipLine();
    if (complaintCount > KEPT_COMPLAINTS) continue;
    const end = Math.min(at.end, text.length);
    complaints.push({line: lines.at(found.at), reason: found.reason, start: from, end});
  }
}

/** Length of a UTF-8 byte order mark, also of one that was read as Latin-1. */
function bomLength(text: string): number {
  if (text.startsWith('\uFEFF')) return 1;
  return text.startsWith('\u00EF\u00BB\u00BF') ? 3 : 0;
}
