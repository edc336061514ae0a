import {z} from 'zod';
import {POLICIES} from './rule.ts';

/** What a snapshot is and how it came to be; it stands in the catalogue and, copied, in every plan that uses it. */

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What Snort does with packets of a listed address: `monitor` alerts, `block` ends the flow's inspection as well. */
export const LIST_MODES = ['monitor', 'block'] as const;

/** The archives of snort.org. */
export const LAYOUTS = ['community', 'registered', 'lightspd'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** rules: what Snort loads. list: addresses. own: files of the archive's own configuration. module: an SO rule's program. */
const FILE_KINDS = ['rules', 'list', 'own', 'module'] as const;

/** Within the snapshot's folder: no root, no way up, no other system's way. */
const insidePath = z
  .string()
  .max(1024)
  .regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\0\\]+$/);

/** One file of a snapshot; `from` is where it came from, for error messages. */
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

/** `accepted`: it failed, and a person took it all the same. `noted`: to be known. `not-done`: no engine was there. */
const gateStep = z.object({
  check: z.enum(GATE_CHECKS),
  outcome: z.enum(['passed', 'noted', 'accepted', 'not-done']),
  words: z.string(),
});

const count = z.int().nonnegative();

/**
 * What decided a policy: the archive's .states files, or the rules' own metadata. Where a snapshot of an earlier version
 * has a policy and does not say it, Snort's --metadata-filter decides when it runs.
 */
export const policyBy = z.enum(['states', 'metadata']);

/** A classtype with the priority that it gives its rules. */
export const classification = z.object({name: z.string(), priority: count, text: z.string()});

export const manifestSchema = z.object({
  /** The ruleset's name. */
  name: z.string(),
  /** SHA-256 over the texts in the order in which Snort loads them. */
  digest: sha256,
  files: z.array(snapshotFile),
  /** What was declared: `archive community.tar.gz`. */
  source: z.string(),
  /** Newest modification time among the source's members, epoch microseconds: the age of the rules. */
  newestAt: z.int(),
  takenAt: z.int(),
  /** `ruletrial 0.1.0`. */
  madeBy: z.string(),
  /** Who made rules of an archive: `PulledPork3 3.0.0.5` or `ruletrial`. */
  processedBy: z.string().optional(),
  /** Where it was downloaded, without the query. */
  url: z.string().optional(),
  layout: z.enum(LAYOUTS).optional(),
  /** What is baked into the rules: by policy they were commented out, SO rules were taken or not. */
  policy: z.enum(POLICIES).optional(),
  policyBy: policyBy.optional(),
  /** The archive's own configuration for the policy, a path in the snapshot. */
  ownConfig: insidePath.optional(),
  counts: z.object({
    text: count,
    so: count,
    builtin: count,
    /** Not commented out. */
    enabled: count,
    /** Enabled by the policy, and left out since they are programs. */
    soNotLoaded: count,
    /** Addresses and networks of a blocklist. */
    entries: count,
    /** Rules that each policy enables. */
    perPolicy: z.partialRecord(z.enum(POLICIES), count),
  }),
  /** Variables of Snort that the ruleset declares, by name. */
  variables: z.record(z.string(), z.string()).optional(),
  /** Classtypes that the archive or the ruleset brings. */
  classifications: z.array(classification).optional(),
  /** What of its rules nobody understood, the first 200, each with file, line and reason. */
  unread: z.array(z.object({file: z.string(), line: count, reason: z.string()})).optional(),
  /** What PulledPork3 dropped or chose otherwise than the archive says. */
  differences: z.array(z.string()),
  gate: z.array(gateStep),
  /** Takes since this one that the gate or the provider refused; this one stayed in use. */
  refusals: z.array(z.object({at: z.int(), words: z.string()})).optional(),
  /** Snort that judged it. */
  engine: z.string().optional(),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type SnapshotFile = z.infer<typeof snapshotFile>;
export type GateStep = z.infer<typeof gateStep>;
export type GateCheck = GateStep['check'];

/** Rules of any kind, enabled or not. */
export const ruleCount = ({text, so, builtin}: Manifest['counts']): number => text + so + builtin;

/** One of rules: not declared to have none, nor one of blocklists, whose events are builtin rules. */
export const isOfRules = (counts: Manifest['counts']): boolean =>
  counts.entries === 0 && ruleCount(counts) > 0;
