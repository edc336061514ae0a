import type {GateCheck, Manifest} from '../domain/snapshot.ts';
import {claimedTime} from '../domain/time.ts';
import type {Assembled} from './assemble.ts';
import {countRules} from './catalogue-rules.ts';
import type {Made, SourceContent} from './ports.ts';
import type {PreparedRules} from './prepare-rules.ts';
import type {TakeDeps, TakeOrder} from './take-order.ts';

/** How many unreadable rules a manifest lists; the gate counts all. */
const MOST_UNREAD = 200;

export const madeOf = (contents: readonly SourceContent[]): Made | undefined =>
  contents.find(content => content.made)?.made;

export function countsOf(
  {rules, perPolicy}: PreparedRules,
  lists: readonly {entries: number}[],
  made: Made | undefined,
): Manifest['counts'] {
  return {
    ...countRules(rules),
    soNotLoaded: made?.soNotLoaded ?? 0,
    entries: lists.reduce((sum, {entries}) => sum + entries, 0),
    perPolicy,
  };
}

export function manifestOf(
  {request, source, variables}: TakeOrder,
  contents: readonly SourceContent[],
  {digest, files}: Assembled,
  {policyBy, classifications, unread}: PreparedRules,
  counts: Manifest['counts'],
  gate: readonly GateCheck[],
  {clock, madeBy}: TakeDeps,
): Manifest {
  const made = madeOf(contents);
  const url = contents.find(content => content.url !== undefined)?.url;
  return {
    name: request.ruleset,
    digest,
    files: [...files],
    source,
    newestAt: contents.reduce(
      (newest, {newestAt}) => Math.max(newest, claimedTime(newestAt, clock.now())),
      0,
    ),
    takenAt: clock.now(),
    madeBy,
    processedBy: made?.processedBy,
    url,
    layout: made?.layout,
    policy: request.policy,
    policyBy,
    ownConfig: made?.ownConfig,
    ...(Object.keys(variables).length > 0 ? {variables} : {}),
    ...(classifications.length > 0 ? {classifications: [...classifications]} : {}),
    ...(unread.length > 0 ? {unread: unread.slice(0, MOST_UNREAD)} : {}),
    counts,
    differences: [...(made?.differences ?? [])],
    gate: [...gate],
  };
}
