import {didYouMean} from '../domain/nearest.ts';
import type {Policy, RuleIdParts} from '../domain/rule.ts';
import type {Manifest} from '../domain/snapshot.ts';
import type {Micros} from '../domain/time.ts';
import type {CatalogueRule} from './catalogue-rules.ts';

/** A snapshot of a ruleset, with the times of its first and last take. */
export interface SnapshotRow {
  readonly variant: string;
  readonly firstAt: Micros;
  readonly lastAt: Micros;
  readonly manifest: Manifest;
  /** A greater number is newer, independent of the clock. */
  readonly order: number;
}

/** A snapshot whose manifest cannot be read, as far as the other columns identify it. */
export interface DamagedSnapshot {
  readonly ruleset: string;
  readonly variant: string;
  readonly digest: string;
}

/** A rule in one set of rules. */
export interface RulePlace {
  readonly digest: string;
  readonly rule: CatalogueRule;
}

/** A query for rules of a snapshot; fields that are undefined do not restrict it. */
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

/** The catalogue, opened for queries. */
export interface CatalogueAnswers {
  /** Returns all snapshots by ruleset and variant, newest first. */
  snapshots(): readonly SnapshotRow[];
  /** Returns the snapshots whose entries cannot be read; `snapshots` skips them. */
  damaged(): readonly DamagedSnapshot[];
  rulesOf(digest: string): readonly CatalogueRule[];
  rules(question: RuleQuestion): readonly CatalogueRule[];
  ruleEverywhere(gid: number, sid: number): readonly RulePlace[];
  /** Returns the digests of all snapshots that contain a rule in this revision, and whether each of them enables it. */
  digestsWith(rule: RuleIdParts): readonly {readonly digest: string; readonly enabled: boolean}[];
  close(): void;
}

/**
 * Finds the snapshot that a user names: a ruleset (its newest snapshot), `ruleset~1` (the one before it),
 * `ruleset:balanced` (with a policy), or the first 4 or more characters of a digest. Otherwise returns the reason.
 */
export function findSnapshot(name: string, rows: readonly SnapshotRow[]): SnapshotRow | string {
  const [, ruleset, policy, back] = /^([^~:]+)(?::([^~]+))?(?:~(\d{1,6}))?$/.exec(name) ?? [];
  const named = rows.filter(
    ({manifest, variant}) => manifest.name === ruleset && (policy ?? variant) === variant,
  );
  // `~1` counts within one policy: the named one, otherwise that of the newest snapshot
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
  if (first) return first;
  const known = [...new Set(rows.map(({manifest}) => manifest.name))];
  const near = didYouMean(ruleset ?? name, known);
  return `${near === '' ? 'known' : `${near.replace('Did', 'did')} Known`}: ${known.join(', ') || 'none yet'}`;
}

/** Returns the name of a snapshot's ruleset as commands accept it, with its policy or platform if it has one: `community:balanced`. */
export const snapshotName = ({manifest, variant}: SnapshotRow): string =>
  variant === '' || variant === 'all' ? manifest.name : `${manifest.name}:${variant}`;
