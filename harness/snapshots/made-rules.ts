import type {RuleFacts} from '../rules/parse-rule.ts';
import {readRules} from '../rules/read-rules.ts';
import {onOneLine} from '../rules/rewrite-rules.ts';
import {normalText} from '../rules/rule-options.ts';

/** The position of a rule or line in the source. */
export interface Place {
  /** A path, or `ARCHIVE!member`. */
  readonly file: string;
  /** The first is 1. */
  readonly line: number;
}

/** A rule that ruletrial's reader does not take, and Snort would not. */
export interface Unread extends Place {
  readonly reason: string;
  /** gid:sid:rev, as far as it is written there. */
  readonly id?: string | undefined;
}

/** A rule in a snapshot. */
export interface MadeRule {
  readonly rule: RuleFacts;
  /** On one line, as the archive has it where it stands on one line there. */
  readonly text: string;
  readonly enabled: boolean;
  readonly place: Place | undefined;
}

/** By `gid:sid`, since Snort keeps one revision of each. */
export type MadeRules = ReadonlyMap<string, MadeRule>;

/** A rules file of an archive. */
export interface NamedText {
  /** Undefined if unknown. */
  readonly file: string | undefined;
  readonly text: string;
}

/** Rules of several files with what was not understood, and what is not loaded since another has its gid:sid. */
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

/** Rules of files in their order; of one gid:sid the highest revision stays, the later of two equal ones (Snort 3). */
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

/** With the place of the rule that is kept in the end. */
export const lostRules = (
  lost: readonly {readonly key: string; readonly place: Place}[],
  placeOf: (key: string) => Place | undefined,
): readonly LostRule[] =>
  lost.flatMap(({key, place}) => {
    const kept = placeOf(key);
    return kept ? [{key, lost: place, kept}] : [];
  });

/** One rule a line by gid and sid, disabled ones as comments: equal rules make equal texts, whoever made them. */
export function writeRules(rules: MadeRules): string {
  return [...rules.values()]
    .sort((a, b) => a.rule.gid - b.rule.gid || a.rule.sid - b.rule.sid)
    .map(({text, enabled}) => `${enabled ? '' : '# '}${text}\n`)
    .join('');
}
/** What PulledPork3 made otherwise than the archive says: its known defects, one line each. */
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
