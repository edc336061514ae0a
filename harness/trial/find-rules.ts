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
  return before && before.digest !== manifest.digest
    ? `${before.name} (${shortDigest(before.digest)})`
    : undefined;
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

/** Matches rules by `gid:sid:rev`: in the snapshot that has most of them, the rest in the one that has most of those, and so on. */
function matchRules(fired: readonly RuleIdParts[], catalogue: RulesCatalogue): RulesOfSnapshot[] {
  // the newest comes first, and so it is chosen among snapshots with the same number of rules
  const rows = [...catalogue.snapshots()].sort((a, b) => b.order - a.order);
  if (rows.length === 0) return [];
  let rest = fired
    .map(rule => ({rule, digests: new Set(catalogue.digestsWith(rule))}))
    .filter(({digests}) => digests.size > 0);
  const chosen: RulesOfSnapshot[] = [];
  while (rest.length > 0) {
    const counts = rows.map(({manifest}) => rest.filter(({digests}) => digests.has(manifest.digest)).length);
    const most = Math.max(...counts);
    const best = rows[counts.indexOf(most)];
    // a snapshot whose manifest cannot be read is in no row
    if (!best || most === 0) break;
    const {manifest} = best;
    const ids = new Set(rest.filter(({digests}) => digests.has(manifest.digest)).map(({rule}) => idOf(rule)));
    const rules = catalogue.rulesOf(manifest.digest).filter(rule => ids.has(idOf(rule)));
    chosen.push({name: snapshotName(best), manifest, rules});
    rest = rest.filter(({rule}) => !ids.has(idOf(rule)));
  }
  return chosen;
}

const idOf = ({gid, sid, rev}: RuleIdParts): string => `${gid}:${sid}:${rev}`;
