import {type PriorityOfClass, priorityOf} from './classtypes.ts';
import {listItems, policiesOf, type RulePolicy} from './metadata.ts';
import {metadataReferences, type RuleReference, referencesOf} from './references.ts';
import {ruleNumber} from './rule-number.ts';
import {type RuleOption, type RuleParts, rulePartsOf} from './rule-parts.ts';
import {decodedWords, ruleString} from './rule-string.ts';

/** Snort's kinds of rules: text; shared object stub; stub of an event of Snort itself. */
export type RuleKind = 'text' | 'so' | 'builtin';

/** What a rule says of itself, with Snort's defaults where it says nothing. */
export interface RuleFacts {
  readonly gid: number;
  readonly sid: number;
  readonly rev: number;
  readonly action: string;
  /** Between action and opening parenthesis, whitespace collapsed; empty for a stub. */
  readonly header: string;
  /** Escapes decoded. */
  readonly msg: string;
  /** Empty when there is none. */
  readonly classtype: string;
  /** 1 is the highest, 0 is none. */
  readonly priority: number;
  readonly references: readonly RuleReference[];
  readonly metadata: readonly string[];
  readonly policies: readonly RulePolicy[];
  /** As written, each once; Snort makes http, http2 and http3 of http. */
  readonly services: readonly string[];
  readonly kind: RuleKind;
}

/** Options that Snort allows once in a rule, of those that are read here. */
const ONCE: readonly string[] = ['gid', 'sid', 'rev', 'msg', 'classtype', 'priority'];
const NUMBERS: readonly string[] = ['gid', 'sid', 'rev', 'priority'];
/** First words of a header that are no services. */
const PROTOCOLS: readonly string[] = ['ip', 'icmp', 'tcp', 'udp'];
/** Of the events of tagged packets, Snort's only own gid below 40. */
const TAG_GID = 2;

/** What the options of a rule say. */
interface Said {
  /** Values of the options that stand once. */
  readonly once: ReadonlyMap<string, string>;
  /** The priority is that of the classtype where that one stands later. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly references: readonly RuleReference[];
  readonly metadata: readonly string[];
  readonly services: readonly string[];
}

/** Reads one rule; the reason says why Snort would refuse it. Options for detection are not judged. */
export function parseRule(
  text: string,
  priorityOfClass: PriorityOfClass = priorityOf,
): {readonly rule: RuleFacts} | {readonly reason: string} {
  const parts = rulePartsOf(text);
  if ('reason' in parts) return parts;
  const said = gather(parts.options, priorityOfClass);
  return typeof said === 'string' ? {reason: said} : {rule: factsOf(parts, said)};
}

/** What the options say, or why they cannot. */
function gather(options: readonly RuleOption[], priorityOfClass: PriorityOfClass): Said | string {
  const said = {
    once: new Map<string, string>(),
    numbers: new Map<string, number>(),
    references: [] as RuleReference[],
    metadata: [] as string[],
    services: [] as string[],
  };
  for (const {name, value} of options) {
    if (ONCE.includes(name)) {
      if (said.once.has(name)) return `${name} occurs more than once`;
      said.once.set(name, value);
    }
    if (NUMBERS.includes(name)) {
      const number = ruleNumber(value);
      if (number === undefined) return `${name} is not a number from 0 to 4294967295: ${value}`;
      said.numbers.set(name, number);
    } else if (name === 'reference') {
      const found = referencesOf(decodedWords(value));
      if (!found) return `a reference without scheme or id: ${value}`;
      said.references.push(...found);
    } else if (name === 'classtype') {
      const priority = priorityOfClass(value);
      if (priority !== undefined) said.numbers.set('priority', priority);
    }
    if (name === 'metadata') for (const item of listItems(decodedWords(value))) said.metadata.push(item);
    else if (name === 'service') for (const item of listItems(value)) said.services.push(item);
  }
  return said;
}

function factsOf(parts: RuleParts, {once, numbers, references, metadata, services}: Said): RuleFacts {
  const gid = numbers.get('gid') ?? 1;
  const msg = once.get('msg');
  const protocol = parts.header.split(' ', 1)[0] ?? '';
  const spoken = protocol === '' || PROTOCOLS.includes(protocol) ? services : [...services, protocol];
  return {
    gid,
    sid: numbers.get('sid') ?? 0,
    rev: numbers.get('rev') ?? 0,
    action: parts.action,
    header: parts.header,
    msg: msg === undefined ? 'no msg in rule' : ruleString(msg),
    classtype: once.get('classtype') ?? '',
    priority: numbers.get('priority') ?? 0,
    references: distinct([...references, ...metadataReferences(metadata)]),
    metadata,
    policies: policiesOf(metadata),
    services: [...new Set(spoken)],
    kind: kindOf(parts, gid),
  };
}

/** Each once, in their order. */
const distinct = (references: readonly RuleReference[]): readonly RuleReference[] => [
  ...new Map(references.map(one => [`${one.scheme} ${one.id}`, one])).values(),
];

/** By the option and the gid alone, as Snort goes (its parse_rule.cc): a rule without a header may well be a text rule. */
function kindOf({options}: RuleParts, gid: number): RuleKind {
  if (options.some(({name}) => name === 'soid')) return 'so';
  return gid === TAG_GID || (gid >= 40 && gid <= 999) ? 'builtin' : 'text';
}
