import {type Complaint, type Complaints, readFile} from './read-file.ts';
import {ruleNumber} from './rule-number.ts';
import {Parts, type RuleParts} from './rule-parts.ts';

/** What a state says of one rule: the last one of a rule counts, a rule without any keeps Snort's default. */
export interface RuleState {
  readonly gid: number;
  readonly sid: number;
  readonly action: string;
  /** Undefined when it is left to the policy (`enable:inherit`). */
  readonly enabled: boolean | undefined;
}

export interface ParsedStates extends Complaints {
  readonly states: readonly RuleState[];
  /** States whose last semicolon was missing, as PulledPork3 writes them; Snort refuses each. */
  readonly repaired: number;
}

/** Options that a state can have. */
const KNOWN: readonly string[] = ['gid', 'sid', 'enable'];
const ENABLE: ReadonlyMap<string, boolean | undefined> = new Map([
  ['', true],
  ['yes', true],
  ['no', false],
  ['inherit', undefined],
]);

/** Reads a `.states` file: `block ( gid:1; sid:7091; enable; )`, comments and layout as in rules. */
export function parseStates(text: string): ParsedStates {
  const states: RuleState[] = [];
  const wrong: Complaint[] = [];
  let repaired = 0;
  let parts = new Parts();
  const found = readFile(
    text,
    {
      action(at) {
        parts = new Parts();
        parts.action(at);
      },
      option: at => parts.option(at),
      value: (at, escapes) => parts.value(at, escapes),
      rule(written, line, mended, start) {
        const state = stateOf(parts.done());
        if (typeof state === 'string') wrong.push({line, reason: state, start, end: start + written.length});
        else states.push(state);
        if (mended) repaired += 1;
      },
    },
    true,
  );
  const complaints = [...found.complaints, ...wrong].sort((a, b) => a.line - b.line);
  return {states, complaints, complaintCount: found.complaintCount + wrong.length, repaired};
}

/** The state, or why it is none. A state without `enable` is taken as Snort's default of the option, `yes`. */
function stateOf({action, options}: RuleParts): RuleState | string {
  const values = new Map<string, string>();
  for (const {name, value} of options) {
    if (!KNOWN.includes(name)) return `unknown option ${name}`;
    if (values.has(name)) return `${name} occurs more than once`;
    values.set(name, value);
  }
  const gid = ruleNumber(values.get('gid') ?? '1');
  const sid = ruleNumber(values.get('sid') ?? '');
  const enable = values.get('enable') ?? '';
  if (gid === undefined) return 'gid is not a number from 0 to 4294967295';
  if (sid === undefined) return 'sid is missing, or not a number from 0 to 4294967295';
  if (!ENABLE.has(enable)) return `enable is neither yes, no nor inherit: ${enable}`;
  return {gid, sid, action, enabled: ENABLE.get(enable)};
}
