import type {PriorityOfClass} from './classtypes.ts';
import {parseRule, type RuleFacts} from './parse-rule.ts';
import type {Complaint} from './read-file.ts';
import {optionsOf} from './rule-options.ts';
import {type RuleStatement, splitRules} from './split-rules.ts';
import {parseStates, type RuleState} from './states.ts';

/** One rule of a text, taken apart; `key` is its gid:sid. */
export interface ReadRule extends RuleStatement {
  readonly key: string;
  readonly rule: RuleFacts;
}

/** A state of a rule that stands among rules, where Snort applies it as well. */
export interface ReadState extends RuleState {
  readonly line: number;
}

/** What Snort would refuse. */
export interface UnreadRule extends Complaint {
  /** gid:sid:rev, as far as it is written there. */
  readonly id: string | undefined;
}

/** All that a rules file says. */
export interface ReadRules {
  /** In their order, commented out ones too. */
  readonly rules: readonly ReadRule[];
  readonly states: readonly ReadState[];
  /** What Snort would refuse, in the order of its lines; the first thousand syntax errors and every rule. */
  readonly unread: readonly UnreadRule[];
  readonly unreadCount: number;
}

/** Reads a rules file. A commented rule that cannot be read is prose; an enabled one is told. */
export function readRules(text: string, priorityOfClass?: PriorityOfClass): ReadRules {
  const {statements, complaints, complaintCount} = splitRules(text);
  const rules: ReadRule[] = [];
  const states: ReadState[] = [];
  const refused: Complaint[] = [];
  for (const statement of statements) {
    const state = stateIn(statement);
    if (state) states.push({...state, line: statement.line});
    if (state) continue;
    const parsed = parseRule(statement.text, priorityOfClass);
    if ('rule' in parsed) {
      const {rule} = parsed;
      rules.push({...statement, key: `${rule.gid}:${rule.sid}`, rule});
    } else if (statement.enabled) refused.push({...placeOf(statement), reason: parsed.reason});
  }
  const unread = [...complaints, ...refused]
    .sort((a, b) => a.line - b.line)
    .map(one => ({...one, id: idIn(text.slice(one.start, one.end))}));
  return {rules, states, unread, unreadCount: complaintCount + refused.length};
}

const placeOf = ({line, start, end}: RuleStatement) => ({line, start, end});

/** Snort takes every rule with the option `enable` for a state. */
function stateIn({text, enabled}: RuleStatement): RuleState | undefined {
  if (!enabled || !text.includes('enable')) return undefined;
  return optionsOf(text).some(({name}) => name === 'enable') ? parseStates(text).states[0] : undefined;
}

/** Commented rules before it are not what is refused. */
function idIn(written: string): string | undefined {
  const text = written.replace(/^[ \t]*#.*$/gm, '');
  const of = (name: string) => new RegExp(`[;(\\s]${name}\\s*:\\s*(\\d{1,20})\\s*[;)]`).exec(text)?.[1];
  const sid = of('sid');
  return sid === undefined ? undefined : `${of('gid') ?? 1}:${sid}:${of('rev') ?? 0}`;
}
