import type {PriorityOfClass} from './classtypes.ts';
import {parseRule, type RuleFacts} from './parse-rule.ts';
import type {Modification, Selector, TuningEntry} from './tuning-lines.ts';

/** What a ruleset's declaration changes of its rules: first modify, then enable, then disable. */
export interface Tuning {
  readonly disable: readonly TuningEntry[];
  readonly enable: readonly TuningEntry[];
  readonly modify: readonly Modification[];
}

export const NO_TUNING: Tuning = {disable: [], enable: [], modify: []};

/** A rule before and after. */
export interface Tuned {
  readonly enabled: boolean;
  readonly text: string;
  readonly rule: RuleFacts;
  /** What decided; undefined: nothing of the tuning did. */
  readonly by: 'disable' | 'enable' | 'modify' | undefined;
}

/** Applies a tuning to one rule after another, and remembers what each entry did. */
export class Tuner {
  readonly #tuning: Tuning;
  readonly #indexes: Readonly<Record<'disable' | 'enable' | 'modify', Index<TuningEntry>>>;
  readonly #matched = new Set<TuningEntry>();
  readonly #done = {disable: 0, enable: 0, modify: 0};
  /** Modifications that made no rule, or another gid:sid, of a rule. */
  readonly spoiled: {readonly key: string; readonly entry: string; readonly reason: string}[] = [];

  readonly #priorityOfClass: PriorityOfClass | undefined;

  constructor(tuning: Tuning, priorityOfClass?: PriorityOfClass) {
    this.#tuning = tuning;
    this.#indexes = {
      disable: new Index(tuning.disable),
      enable: new Index(tuning.enable),
      modify: new Index(tuning.modify),
    };
    this.#priorityOfClass = priorityOfClass;
  }

  apply(before: Named & {readonly enabled: boolean}): Tuned {
    let now: Tuned = {enabled: before.enabled, text: before.text, rule: before.rule, by: undefined};
    for (const entry of this.#indexes.modify.of(before)) now = this.#modified(entry as Modification, now);
    const on = this.#named('enable', before);
    const off = this.#named('disable', before);
    if (off && now.enabled) this.#done.disable += 1;
    if (on && !off && !now.enabled) this.#done.enable += 1;
    if (off) return {...now, enabled: false, by: 'disable'};
    return on ? {...now, enabled: true, by: 'enable'} : now;
  }

  /** Whether something that cannot be read is left out by its gid:sid, so that it is no fault. */
  leavesOut(id: string | undefined): boolean {
    const [gid, sid] = (id ?? '').split(':').map(Number);
    const entry = this.#tuning.disable.find(
      ({selector}) =>
        selector.kind === 'rules' &&
        selector.gid === gid &&
        sid !== undefined &&
        sid >= selector.from &&
        sid <= selector.to,
    );
    if (entry) this.#matched.add(entry);
    if (entry) this.#done.disable += 1;
    return entry !== undefined;
  }

  /** Entries that named no rule, or changed none that they named. */
  get unmatched(): readonly string[] {
    const {disable, enable, modify} = this.#tuning;
    return [...listed('disable', disable), ...listed('enable', enable), ...listed('modify', modify)].flatMap(
      ({file, entry}) => (this.#matched.has(entry) ? [] : [`${file}: ${entry.written}`]),
    );
  }

  /** Rules that were switched or changed. */
  get done(): Readonly<Record<'disable' | 'enable' | 'modify', number>> {
    return this.#done;
  }

  #named(of: 'disable' | 'enable', before: Named): boolean {
    const entries = this.#indexes[of].of(before);
    for (const entry of entries) this.#matched.add(entry);
    return entries.length > 0;
  }

  #modified(entry: Modification, now: Tuned): Tuned {
    if (!entry.from.test(now.text)) return now;
    this.#matched.add(entry);
    const text = now.text.replace(entry.from, () => entry.to);
    if (text === now.text) return now;
    const parsed = parseRule(text, this.#priorityOfClass);
    const {gid, sid} = now.rule;
    const spoil = (reason: string): Tuned => {
      this.spoiled.push({key: `${gid}:${sid}`, entry: entry.written, reason});
      return now;
    };
    if ('reason' in parsed) return spoil(parsed.reason);
    if (parsed.rule.gid !== gid || parsed.rule.sid !== sid) return spoil('it would change the gid or sid');
    if (now.by !== 'modify') this.#done.modify += 1;
    return {...now, text, rule: parsed.rule, by: 'modify'};
  }
}

/** A rule as entries name it. */
interface Named {
  readonly text: string;
  readonly rule: RuleFacts;
}

/** Entries by the one rule that they name; those that name several are looked at for every rule. */
class Index<Entry extends TuningEntry> {
  readonly #byKey = new Map<string, Entry[]>();
  readonly #others: Entry[] = [];

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) {
      const {selector} = entry;
      if (selector.kind !== 'rules' || selector.from !== selector.to) this.#others.push(entry);
      else {
        const key = `${selector.gid}:${selector.from}`;
        const known = this.#byKey.get(key);
        if (known) known.push(entry);
        else this.#byKey.set(key, [entry]);
      }
    }
  }

  /** Those that name the rule. */
  of({rule, text}: Named): readonly Entry[] {
    const own = this.#byKey.get(`${rule.gid}:${rule.sid}`) ?? [];
    const others = this.#others.filter(({selector}) => selects(selector, rule, text));
    return others.length === 0 ? own : [...own, ...others];
  }
}

const listed = (file: string, entries: readonly TuningEntry[]) => entries.map(entry => ({file, entry}));

function selects(selector: Selector, rule: RuleFacts, text: string): boolean {
  switch (selector.kind) {
    case 'all':
      return true;
    case 'rules':
      return rule.gid === selector.gid && rule.sid >= selector.from && rule.sid <= selector.to;
    case 'reference':
      return rule.references.some(({scheme, id}) => scheme === selector.scheme && id === selector.id);
    case 'bulletin':
      return rule.references.some(
        ({scheme, id}) => scheme === 'url' && id.toLowerCase().split('/').at(-1) === selector.name,
      );
    case 'pattern':
      return selector.pattern.test(text);
  }
}
