import {ACTIONS} from './actions.ts';
import {type Complaints, readFile} from './read-file.ts';
import {readRule} from './read-rule.ts';
import {TokenReader} from './tokens.ts';

/** One rule of a rules file. */
export interface RuleStatement {
  /** As it stands in the file, from its action to its closing parenthesis; it may hold newlines and comments. */
  readonly text: string;
  /** False for a rule that is commented out. */
  readonly enabled: boolean;
  /** Where it begins; the first line is 1. */
  readonly line: number;
  /** Offsets in the file: of the rule, or of the whole comment in which it stands. */
  readonly start: number;
  readonly end: number;
}

export interface SplitRules extends Complaints {
  readonly statements: readonly RuleStatement[];
}

const LONGEST_ACTION = 8;

/**
 * Cuts a rules file into its rules as Snort 3.11.1 does. Disabled is a line that is a `#` comment and holds whole rules
 * of known actions with a sid and nothing else, outside of other rules. Time and memory grow with the length alone.
 */
export function splitRules(text: string): SplitRules {
  const statements: RuleStatement[] = [];
  const found = readFile(text, {
    comment(comment, start, line) {
      if (!beginsLine(text, start)) return;
      const end = start + comment.length;
      for (const rule of disabledIn(comment)) statements.push({text: rule, enabled: false, line, start, end});
    },
    rule(rule, line, _, start) {
      statements.push({text: rule, enabled: true, line, start, end: start + rule.length});
    },
  });
  return {statements, ...found};
}

/** Nothing but blanks stands before it in its line. */
function beginsLine(text: string, start: number): boolean {
  let at = start - 1;
  while (at >= 0 && ' \t\r\uFEFF'.includes(text.charAt(at))) at -= 1;
  return at < 0 || text[at] === '\n';
}

/** The rules of a comment that holds nothing else; none for prose. */
function disabledIn(comment: string): readonly string[] {
  let from = 0;
  while (comment[from] === '#' || comment[from] === ' ' || comment[from] === '\t') from += 1;
  const first = /^[a-z_]+/.exec(comment.slice(from, from + LONGEST_ACTION))?.[0] ?? '';
  if (!ACTIONS.includes(first)) return [];
  const at = new TokenReader(comment, from);
  const rules: string[] = [];
  for (;;) {
    let hasSid = false;
    const found = readRule(at, {
      option: ({value}) => {
        hasSid ||= value === 'sid';
      },
    });
    if (found.kind === 'end') return rules;
    if (found.kind !== 'rule' || !hasSid) return [];
    rules.push(comment.slice(found.start, at.end));
  }
}
