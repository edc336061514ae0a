import {z} from 'zod';
import {POLICIES} from './rule.ts';

/** The manifest of a snapshot: its content and origin. It is in the catalogue and copied into every plan that uses it. */

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What Snort does with packets of a listed address: `monitor` alerts, `block` also ends the inspection of the flow. */
export const LIST_MODES = ['monitor', 'block'] as const;

/** The kinds of archives from snort.org. */
export const LAYOUTS = ['community', 'registered', 'lightspd'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** Kinds of files: rules, lists of addresses, an archive's own configuration (`own`), and programs of SO rules (`module`). */
const FILE_KINDS = ['rules', 'list', 'own', 'module'] as const;

/** A path within the snapshot's folder: relative, without `..` or backslashes. */
const insidePath = z
  .string()
  .max(1024)
  .regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\0\\]+$/);

/** A file of a snapshot; `from` is where it came from, for messages. */
const snapshotFile = z.object({
  path: insidePath,
  from: z.string(),
  sha256,
  bytes: z.int().nonnegative(),
  kind: z.enum(FILE_KINDS).default('rules'),
});

const GATE_CHECKS = [
  'content',
  'layout',
  'parts',
  'list-lines',
  'list-entries',
  'list-coverage',
  'rules-read',
  'rules-enabled',
  'duplicates',
  'tuning',
  'size',
  'config-test',
  'rule-counts',
  'smoke-run',
] as const;

/** A check of the gate. `accepted`: it failed and the user accepted that; `noted`: for information; `not-done`: there was no engine. */
const gateCheck = z.object({
  check: z.enum(GATE_CHECKS),
  outcome: z.enum(['passed', 'noted', 'accepted', 'not-done']),
  words: z.string(),
});

const count = z.int().nonnegative();

/**
 * What selected the rules of a policy: the archive's .states files or the rules' metadata. Snapshots of an earlier version do
 * not have this field; for them, Snort's --metadata-filter selects the rules when it runs.
 */
export const policyBy = z.enum(['states', 'metadata']);

/** A classtype with the priority that it gives its rules. */
export const classification = z.object({name: z.string(), priority: count, text: z.string()});

export const manifestSchema = z.object({
  /** The ruleset's name. */
  name: z.string(),
  /** SHA-256 of the rule texts in the order in which Snort loads them. */
  digest: sha256,
  files: z.array(snapshotFile),
  /** The source as declared: `archive community.tar.gz`. */
  source: z.string(),
  /** Latest modification time of the source's files, in epoch microseconds, which gives the age of the rules. */
  newestAt: z.int(),
  takenAt: z.int(),
  /** The version that created it, such as `ruletrial 0.1.0`. */
  madeBy: z.string(),
  /** What processed the archive: `PulledPork3 3.0.0.5` or `ruletrial`. */
  processedBy: z.string().optional(),
  /** The URL from which it was downloaded, without the query. */
  url: z.string().optional(),
  layout: z.enum(LAYOUTS).optional(),
  /** The policy by which its rules were selected. */
  policy: z.enum(POLICIES).optional(),
  policyBy: policyBy.optional(),
  /** Path in the snapshot of the archive's own configuration for the policy. */
  ownConfig: insidePath.optional(),
  counts: z.object({
    text: count,
    so: count,
    builtin: count,
    /** Rules that are not commented out. */
    enabled: count,
    /** SO rules that the policy enables, but that were not loaded. */
    soNotLoaded: count,
    /** Addresses and networks of a blocklist. */
    entries: count,
    /** Rules that each policy enables. */
    perPolicy: z.partialRecord(z.enum(POLICIES), count),
  }),
  /** Snort variables that the ruleset declares, by name. */
  variables: z.record(z.string(), z.string()).optional(),
  /** Classtypes that the archive or the ruleset defines. */
  classifications: z.array(classification).optional(),
  /** The first 200 rules that could not be read, with file, line and reason. */
  unread: z.array(z.object({file: z.string(), line: count, reason: z.string()})).optional(),
  /** How the rules from PulledPork3 differ from the archive. */
  differences: z.array(z.string()),
  gate: z.array(gateCheck),
  /** Refused attempts to take a newer snapshot; this one stayed in use. */
  refusals: z.array(z.object({at: z.int(), words: z.string()})).optional(),
  /** The Snort that tested it. */
  engine: z.string().optional(),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type SnapshotFile = z.infer<typeof snapshotFile>;
export type GateCheck = z.infer<typeof gateCheck>;
export type GateCheckName = GateCheck['check'];

/** Counts the rules of all kinds, enabled or not. */
export const ruleCount = ({text, so, builtin}: Manifest['counts']): number => text + so + builtin;

/** Returns whether a snapshot has rules, and is not one of blocklists, whose events are builtin rules. */
export const isOfRules = (counts: Manifest['counts']): boolean =>
  counts.entries === 0 && ruleCount(counts) > 0;

/** Returns the beginning of a digest, 12 characters, as people see it and as commands accept it. */
export const shortDigest = (digest: string): string => digest.slice(0, 12);
