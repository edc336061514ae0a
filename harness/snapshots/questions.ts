import type {Policy} from '../domain/rule.ts';
import type {Manifest} from '../domain/snapshot.ts';
import type {Micros} from '../domain/time.ts';
import type {CatalogueRule} from './catalogue-rules.ts';

/** One snapshot of one ruleset, with its first and its last take. */
export interface SnapshotRow {
  readonly variant: string;
  readonly firstAt: Micros;
  readonly lastAt: Micros;
  readonly manifest: Manifest;
  /** Greater is newer, independent of the clock. */
  readonly order: number;
}

/** A snapshot by the columns of its row, where its manifest cannot be read. */
export interface DamagedSnapshot {
  readonly ruleset: string;
  readonly variant: string;
  readonly digest: string;
}

/** A rule as one set of rules has it. */
export interface RulePlace {
  readonly digest: string;
  readonly rule: CatalogueRule;
}

/** Which rules of one snapshot are asked for; what is left out does not narrow. */
export interface RuleQuestion {
  readonly digest: string;
  /** `2021-44228` */
  readonly cve: string | undefined;
  /** `T1190`, `T1059.001` */
  readonly technique: string | undefined;
  readonly classtype: string | undefined;
  /** Part of the message or of the rule, ignoring case. */
  readonly text: string | undefined;
  readonly policy: Policy | undefined;
  readonly limit: number;
}

/** The catalogue, open for questions. */
export interface CatalogueAnswers {
  /** By ruleset and variant, the newest take first. */
  snapshots(): readonly SnapshotRow[];
  /** Snapshots whose row cannot be read; they are passed over. */
  damaged(): readonly DamagedSnapshot[];
  rulesOf(digest: string): readonly CatalogueRule[];
  rules(question: RuleQuestion): readonly CatalogueRule[];
  ruleEverywhere(gid: number, sid: number): readonly RulePlace[];
  close(): void;
}

/**
 * The snapshot that a person names: a ruleset (its newest), `ruleset~1` (the one before it), `ruleset:balanced` (of a policy), or the beginning of a
 * digest, 4 characters or more. A failure's words otherwise.
 */
export function findSnapshot(name: string, rows: readonly SnapshotRow[]): SnapshotRow | string {
  const [, ruleset, policy, back] = /^([^~:]+)(?::([^~]+))?(?:~(\d{1,6}))?$/.exec(name) ?? [];
  const named = rows.filter(
    ({manifest, variant}) => manifest.name === ruleset && (policy ?? variant) === variant,
  );
  // those of one policy are compared with each other: that of the newest take, unless one is named
  const newest = named.reduce<SnapshotRow | undefined>(
    (best, row) => (!best || row.order > best.order ? row : best),
    undefined,
  );
  const own = named.filter(({variant}) => variant === newest?.variant).sort((a, b) => b.order - a.order);
  const found = own[Number(back ?? 0)];
  if (found) return found;
  if (own.length > 0) return `${ruleset} has ${own.length} ${own.length === 1 ? 'snapshot' : 'snapshots'}`;
  const byDigest = /^[0-9a-f]{4,64}$/.test(name)
    ? rows.filter(({manifest}) => manifest.digest.startsWith(name))
    : [];
  const [first] = byDigest;
  if (new Set(byDigest.map(({manifest}) => manifest.digest)).size > 1)
    return 'more than one digest begins like this';
  return first ?? `known: ${[...new Set(rows.map(({manifest}) => manifest.name))].join(', ') || 'none yet'}`;
}
