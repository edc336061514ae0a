import type {RuleFacts} from '../rules/parse-rule.ts';
import {readRules} from '../rules/read-rules.ts';
import {onOneLine} from '../rules/rewrite-rules.ts';
import {normalText} from '../rules/rule-options.ts';

/** The position of a rule or line in the source. */
export interface Place {
  /** A path, or `ARCHIVE!member`. */
  readonly file: string;
  /** The line number, from 1. */
  readonly line: number;
}

/** A rule that cannot be read, and that Snort would refuse. */
export interface Unread extends Place {
  readonly reason: string;
  /** `gid:sid:rev`, as far as it can be read. */
  readonly id?: string | undefined;
}

/** A rule in a snapshot. */
export interface MadeRule {
  readonly rule: RuleFacts;
  /** The text on one line; unchanged if it is on one line in the archive. */
  readonly text: string;
  readonly enabled: boolean;
  readonly place: Place | undefined;
}

/** Rules by `gid:sid`, since Snort keeps one revision of each. */
export type MadeRules = ReadonlyMap<string, MadeRule>;

/** A rules file of an archive. */
export interface NamedText {
  /** Undefined if unknown. */
  readonly file: string | undefined;
  readonly text: string;
}

/** The rules of several files, those that could not be read, and those that are lost because another has the same gid:sid. */
export interface CollectedRules {
  readonly rules: MadeRules;
  readonly unread: readonly Unread[];
  readonly lost: readonly LostRule[];
}

/** An enabled rule that Snort does not load. */
export interface LostRule {
  readonly key: string;
  readonly lost: Place;
  readonly kept: Place;
}

/** Collects the rules of files, in order. As in Snort 3, the highest revision of a gid:sid is kept, or the later of equal ones. */
export function collectRules(files: readonly NamedText[]): CollectedRules {
  const rules = new Map<string, MadeRule>();
  const unread: Unread[] = [];
  const lost: {key: string; place: Place}[] = [];
  for (const {file, text} of files) {
    const read = readRules(text);
    for (const {line, reason, id} of read.unread) unread.push({file: file ?? '', line, reason, id});
    for (const {key, rule, text: written, enabled, line} of read.rules) {
      const known = rules.get(key);
      const made = {
        rule,
        text: onOneLine(written),
        enabled,
        place: file === undefined ? undefined : {file, line},
      };
      const stays = known && known.rule.rev > rule.rev;
      const [keeps, loses] = stays ? [known, made] : [made, known];
      if (loses?.enabled && keeps.enabled && loses.place) lost.push({key, place: loses.place});
      if (!stays) rules.set(key, made);
    }
  }
  return {rules, unread, lost: lostRules(lost, key => rules.get(key)?.place)};
}

/** Adds the place of the rule that is kept. */
export const lostRules = (
  lost: readonly {readonly key: string; readonly place: Place}[],
  placeOf: (key: string) => Place | undefined,
): readonly LostRule[] =>
  lost.flatMap(({key, place}) => {
    const kept = placeOf(key);
    return kept ? [{key, lost: place, kept}] : [];
  });

/** Writes one rule per line, sorted by gid and sid, disabled ones as comments: equal rules give equal texts. */
export function writeRules(rules: MadeRules): string {
  return [...rules.values()]
    .sort((a, b) => a.rule.gid - b.rule.gid || a.rule.sid - b.rule.sid)
    .map(({text, enabled}) => `${enabled ? '' : '# '}${text}\n`)
    .join('');
}
/** Lists how PulledPork3's rules differ from the archive's, one line each; the causes are known defects of it. */
export function differencesOf(archive: MadeRules, pulled: MadeRules): readonly string[] {
  const found: string[] = [];
  for (const [key, own] of archive) {
    const other = pulled.get(key);
    if (!other) found.push(`${key}: PulledPork3 drops it (${dropReason(own.text)})`);
    else if (other.rule.rev !== own.rule.rev)
      found.push(
        `${key}: PulledPork3 takes rev ${other.rule.rev}, but the newest in the archive is rev ${own.rule.rev}`,
      );
    else if (normalText(other.text) !== normalText(own.text))
      found.push(`${key}: PulledPork3 has a different text for rev ${own.rule.rev}`);
    else if (other.enabled !== own.enabled)
      found.push(`${key}: ${other.enabled ? 'enabled' : 'disabled'} by PulledPork3, not by the archive`);
  }
  for (const key of pulled.keys())
    if (!archive.has(key)) found.push(`${key}: PulledPork3 has it, but the archive does not`);
  return found;
}

/** PulledPork3 v3.0.0.5 reads line by line with one pattern (lib/snort.py, RULE_REGEX). */
function dropReason(text: string): string {
  if (/;\s*\)$/.test(text) && !/sid:\d+;.+\)$/.test(text))
    return 'sid is its last option, or is written with a space';
  return 'it reads one rule per line and does not know this form';
}
