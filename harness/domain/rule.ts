/** The id of a rule: Snort's gid, sid and revision, each 0 or more. */
export interface RuleIdParts {
  readonly gid: number;
  readonly sid: number;
  readonly rev: number;
}

const RULE_ID = /^(\d{1,10}):(\d{1,10})(?::(\d{1,10}))?$/;

/** Parses `gid:sid:rev` as printed by alert_json, or `gid:sid` with rev 0; undefined if it is neither. */
export function parseRuleId(text: string): RuleIdParts | undefined {
  const found = RULE_ID.exec(text);
  return found ? {gid: Number(found[1]), sid: Number(found[2]), rev: Number(found[3] ?? 0)} : undefined;
}

/** Returns `gid:sid`, which identifies all revisions of a rule. */
export const ruleKey = (rule: {gid: number; sid: number}): string => `${rule.gid}:${rule.sid}`;

/** The Talos base policies, as named in rule metadata (Snort 3 `--metadata-filter`). */
export const POLICIES = ['connectivity', 'balanced', 'security', 'max-detect'] as const;
export type Policy = (typeof POLICIES)[number];

/** Returns the policy for `--metadata-filter`, which is needed only for snapshots of an earlier version; others are already filtered. */
export const metadataFilter = (snapshot: {
  readonly policy?: Policy | undefined;
  readonly policyBy?: 'states' | 'metadata' | undefined;
}): Policy | undefined => (snapshot.policyBy ? undefined : snapshot.policy);

/** An enabled rule of an arm. */
export interface LoadedRule {
  readonly gid: number;
  readonly sid: number;
  readonly rev: number;
  /** Digest of its normalized text (`normalText`). */
  readonly textDigest: string;
}

/** How many rules two arms share, by rule id `gid:sid:rev`. */
export interface RuleOverlap {
  readonly shared: number;
  readonly onlyA: number;
  readonly onlyB: number;
  /** Shared rules whose texts are equal. */
  readonly sameText: number;
  /** Shared rules whose texts differ. */
  readonly sharedOtherText: number;
  /** Whether both have the same set of texts. */
  readonly same: boolean;
}
