import type {RulesFound} from '../answers/rules-found.ts';
import type {RuleIdParts} from '../domain/rule.ts';
import {shortDigest} from '../domain/snapshot.ts';
import {type CatalogueAnswers, type SnapshotRow, snapshotName} from '../snapshots/questions.ts';
import type {RulesOfSnapshot, TrialStore} from './ports.ts';

/** The catalogue, as far as the rules of imported logs are looked up in it. */
export type RulesCatalogue = Pick<CatalogueAnswers, 'snapshots' | 'digestsWith' | 'rulesOf'>;

/** The store of a trial of imported logs. */
type IngestedStore = Pick<TrialStore, 'plan' | 'snapshots'>;

const namedRuleset = ({plan}: IngestedStore, arm: string) =>
  plan.arms.find(({name}) => name === arm)?.ruleset;

/** Sets the snapshot that an arm ran. Returns the one that it replaces, if any, as it is shown. */
export function setSnapshot(
  store: IngestedStore,
  arm: string,
  row: SnapshotRow,
  catalogue: RulesCatalogue,
): string | undefined {
  const {manifest} = row;
  const before = namedRuleset(store, arm);
  store.snapshots.setNamed(arm, {
    name: snapshotName(row),
    manifest,
    rules: catalogue.rulesOf(manifest.digest),
  });
  if (!before || before.digest === manifest.digest) return undefined;
  const {name, digest} = before;
  const known = catalogue
    .snapshots()
    .find(other => other.manifest.name === name && other.manifest.digest === digest);
  return `${known ? snapshotName(known) : name} (${shortDigest(digest)})`;
}

/**
 * Finds the rules that fired in an arm: in the snapshot that was named, otherwise in the catalogue. If the catalogue has
 * none of them, what was matched earlier stays, since the trial may have been copied from another machine.
 */
export function findFiredRules(
  store: IngestedStore,
  arm: string,
  catalogue: RulesCatalogue,
): RulesFound | undefined {
  if (!namedRuleset(store, arm)) {
    const matched = matchRules(store.snapshots.fired(arm), catalogue);
    if (matched.length > 0) store.snapshots.setMatched(arm, matched);
  }
  return store.snapshots.find(arm);
}

/** A rule that fired, and for each snapshot that has it whether the snapshot enables it. */
interface Sought {
  readonly rule: RuleIdParts;
  readonly enabledIn: ReadonlyMap<string, boolean>;
}

/** Matches rules by `gid:sid:rev`: in the snapshot that fits most of them, the rest in the one that fits most of those, and so on. */
function matchRules(fired: readonly RuleIdParts[], catalogue: RulesCatalogue): RulesOfSnapshot[] {
  // the newest comes first, and so it is chosen among snapshots that fit equally well
  const rows = [...catalogue.snapshots()].sort((a, b) => b.order - a.order);
  if (rows.length === 0) return [];
  let rest: readonly Sought[] = fired.map(rule => ({
    rule,
    enabledIn: new Map(catalogue.digestsWith(rule).map(({digest, enabled}) => [digest, enabled])),
  }));
  const chosen: RulesOfSnapshot[] = [];
  for (;;) {
    const best = bestFit(rows, rest);
    // a snapshot whose manifest cannot be read is in no row
    if (!best) return chosen;
    const {manifest} = best;
    const ids = new Set(
      rest.filter(({enabledIn}) => enabledIn.has(manifest.digest)).map(({rule}) => idOf(rule)),
    );
    const rules = catalogue.rulesOf(manifest.digest).filter(rule => ids.has(idOf(rule)));
    chosen.push({name: snapshotName(best), manifest, rules});
    rest = rest.filter(({rule}) => !ids.has(idOf(rule)));
  }
}

/** Returns the snapshot that has most of the rules, and among several the one that enables most of them; undefined if none has any. */
function bestFit(rows: readonly SnapshotRow[], rules: readonly Sought[]): SnapshotRow | undefined {
  let best: {row: SnapshotRow; has: number; enables: number} | undefined;
  for (const row of rows) {
    const found = rules.flatMap(({enabledIn}) => enabledIn.get(row.manifest.digest) ?? []);
    const enables = found.filter(enabled => enabled).length;
    const isBetter =
      !best || found.length > best.has || (found.length === best.has && enables > best.enables);
    if (found.length > 0 && isBetter) best = {row, has: found.length, enables};
  }
  return best?.row;
}

const idOf = ({gid, sid, rev}: RuleIdParts): string => `${gid}:${sid}:${rev}`;
