/** What an alert names: Snort's gid, sid and revision, each 0 or more. */
export interface RuleIdParts {
  readonly gid: number;
  readonly sid: number;
  readonly rev: number;
}

const RULE_ID = /^(\d{1,10}):(\d{1,10})(?::(\d{1,10}))?$/;

/** `gid:sid:rev` as alert_json prints it, or `gid:sid` (rev 0); undefined when it is neither. */
export function parseRuleId(text: string): RuleIdParts | undefined {
  const found = RULE_ID.exec(text);
  return found ? {gid: Number(found[1]), sid: Number(found[2]), rev: Number(found[3] ?? 0)} : undefined;
}

/** `gid:sid`, which names a rule over all its revisions. */
export const ruleKey = (rule: {gid: number; sid: number}): string => `${rule.gid}:${rule.sid}`;

/** Talos base policies and the metadata item that selects each (Snort 3 `--metadata-filter`). */
export const POLICIES = ['connectivity', 'balanced', 'security', 'max-detect'] as const;
export type Policy = (typeof POLICIES)[number];

/** The policy that `--metadata-filter` decides when Snort runs: of snapshots of an earlier version; others are selected before. */
export const metadataFilter = (of: {
  readonly policy?: Policy | undefined;
  readonly policyBy?: 'states' | 'metadata' | undefined;
}): Policy | undefined => (of.policyBy ? undefined : of.policy);

/** An enabled rule of an arm. */
export interface LoadedRule {
  readonly gid: number;
  readonly sid: number;
  readonly rev: number;
  /** Of `normalText` of its text. */
  readonly textDigest: string;
}

/** How many rules two arms share, by rule id `gid:sid:rev`. */
export interface RuleOverlap {
  readonly shared: number;
  readonly onlyA: number;
  readonly onlyB: number;
  /** Of the shared: those whose texts are equal. */
  readonly sameText: number;
  /** Of the shared: the others. */
  readonly sharedOtherText: number;
  /** Both have the same set of texts. */
  readonly same: boolean;
}
