import {normalText} from './rule-options.ts';
import type {RuleStatement} from './split-rules.ts';

/** What becomes of a rule. */
export interface Decision {
  readonly statement: RuleStatement;
  readonly enabled: boolean;
  /** The rule as it is to stand there. */
  readonly text: string;
}

/** A rule as it stands on one line where it does, else its normal text. */
export const onOneLine = (text: string): string => (/[\r\n]/.test(text) ? normalText(text) : text.trim());

/** A part of a file, by its offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The file with its rules as decided, in the order of the file; what is not decided otherwise stays byte for byte. A
 * rule that is switched off becomes a comment, and so does all of `dropped`. Lines stay where they are, but those behind
 * a line with several rules.
 */
export function rewriteRules(
  file: string,
  decisions: readonly Decision[],
  dropped: readonly Span[] = [],
): string {
  const spans = [...bySpan(decisions), ...dropped.map(span => [span, undefined] as const)];
  let written = '';
  let from = 0;
  for (const [span, inSpan] of spans.sort(([a], [b]) => a.start - b.start)) {
    if (inSpan?.every(isAsBefore) || span.start < from) continue;
    written += file.slice(from, span.start);
    const old = file.slice(span.start, span.end);
    const isAlone = /(^|\n)[ \t\r]*$/.test(written.slice(-1000));
    const isLast = /^[ \t\r]*(\n|$)/.test(file.slice(span.end, lineEnd(file, span.end) + 1));
    written += inSpan ? decided(inSpan, old, isAlone, isLast) : commented(old, isLast);
    from = span.end;
  }
  return from === 0 ? file : written + file.slice(from);
}

/** Rules of one place, each on a line of its own where one is a comment. */
function decided(rules: readonly Decision[], old: string, isAlone: boolean, isLast: boolean): string {
  const lines = rules.map(({enabled, text}) => `${enabled ? '' : '# '}${onOneLine(text)}`);
  const missing = Math.max(0, newlines(old) - (lines.length - 1));
  const isComment = rules.some(({enabled}) => !enabled);
  const before = isComment && !isAlone ? '\n' : '';
  return `${before}${lines.join('\n')}${isComment && !isLast && missing === 0 ? '\n' : '\n'.repeat(missing)}`;
}

/** Every line of it behind a `#`. */
function commented(old: string, isLast: boolean): string {
  const lines = old.replace(/[^\s][^\n]*/g, line => `# ${line}`);
  return isLast || old.endsWith('\n') ? lines : `${lines}\n`;
}

const isAsBefore = ({statement, enabled, text}: Decision): boolean =>
  statement.enabled === enabled && statement.text === text;

/** Rules of one comment share their place. */
function bySpan(decisions: readonly Decision[]): readonly (readonly [RuleStatement, readonly Decision[]])[] {
  const spans = new Map<number, [RuleStatement, Decision[]]>();
  for (const decision of decisions) {
    const {statement} = decision;
    const known = spans.get(statement.start);
    if (known) known[1].push(decision);
    else spans.set(statement.start, [statement, [decision]]);
  }
  return [...spans.values()].sort(([a], [b]) => a.start - b.start);
}

const newlines = (text: string): number => text.split('\n').length - 1;

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
