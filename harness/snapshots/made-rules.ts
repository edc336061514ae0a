import type {RuleFacts} from '../rules/parse-rule.ts';
import {normalText} from '../rules/rule-options.ts';
import {rulesIn} from '../rules/rules-in.ts';

/** A rule as a snapshot holds it. */
export interface MadeRule {
  readonly rule: RuleFacts;
  /** On one line, as the archive has it where it stands on one line there. */
  readonly text: string;
  readonly enabled: boolean;
}

/** By `gid:sid`, since Snort keeps one revision of each. */
export type MadeRules = ReadonlyMap<string, MadeRule>;

/** Rules of texts in their order; of one gid:sid the highest revision stays, the later of two equal ones (Snort 3). */
export function collectRules(texts: readonly string[]): MadeRules {
  const rules = new Map<string, MadeRule>();
  for (const {key, rule, text, enabled} of rulesIn(texts)) {
    const known = rules.get(key);
    if (known && known.rule.rev > rule.rev) continue;
    rules.set(key, {rule, text: oneLine(text), enabled});
  }
  return rules;
}

const oneLine = (text: string): string => (/[\r\n]/.test(text) ? normalText(text) : text.trim());

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
        `${key}: PulledPork3 takes rev ${other.rule.rev}, the archive's newest is rev ${own.rule.rev}`,
      );
    else if (normalText(other.text) !== normalText(own.text))
      found.push(`${key}: PulledPork3 has another text of rev ${own.rule.rev}`);
    else if (other.enabled !== own.enabled)
      found.push(`${key}: ${other.enabled ? 'enabled' : 'disabled'} by PulledPork3, not by the archive`);
  }
  for (const key of pulled.keys())
    if (!archive.has(key)) found.push(`${key}: PulledPork3 has it, the archive has no such rule`);
  return found;
}

/** PulledPork3 v3.0.0.5 reads line by line with one pattern (lib/snort.py, RULE_REGEX). */
function dropReason(text: string): string {
  if (/;\s*\)$/.test(text) && !/sid:\d+;.+\)$/.test(text))
    return 'sid is its last option, or written with a space';
  return 'its reader of one rule a line does not know this form';
}
