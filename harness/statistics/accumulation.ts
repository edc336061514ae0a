/** Kinds seen after some days, in the order of the days and on average over all orders. */
export interface AccumulatedKinds {
  /** Days so far, from 1. */
  readonly days: number;
  /** Kinds seen up to then. */
  readonly seen: number;
  /** Kinds that as many days show on average, whichever days are taken. */
  readonly expected: number;
}

/**
 * Returns how many kinds were seen after each day, for instance distinct rules that fired. `days` holds the kinds of each day
 * in turn. Beside the counted curve stands its mean over every choice of days, which no single order of days moves (Ugland,
 * Gray and Ellingsen 2003; Colwell, Mao and Chang 2004; R `vegan::specaccum`, methods "collector" and "exact").
 */
export function accumulate<Kind>(days: readonly Iterable<Kind>[]): readonly AccumulatedKinds[] {
  const seenOn = new Map<Kind, number>();
  const seen = days.map(kinds => {
    for (const kind of new Set(kinds)) seenOn.set(kind, (seenOn.get(kind) ?? 0) + 1);
    return seenOn.size;
  });
  const kindsByDays = new Map<number, number>();
  for (const count of seenOn.values()) kindsByDays.set(count, (kindsByDays.get(count) ?? 0) + 1);
  return seen.map((count, index) => ({
    days: index + 1,
    seen: count,
    expected: expectedKinds(kindsByDays, days.length, index + 1),
  }));
}

/** The kinds that are not missed by all of `taken` days out of all. */
function expectedKinds(kindsByDays: ReadonlyMap<number, number>, all: number, taken: number): number {
  let expected = 0;
  for (const [days, kinds] of kindsByDays) expected += kinds * (1 - missedShare(days, all, taken));
  return expected;
}

/** Share of the choices of `taken` days out of all that hold none of the `days` on which a kind was seen. */
function missedShare(days: number, all: number, taken: number): number {
  let share = 1;
  for (let day = 0; day < days; day += 1) share *= Math.max(0, all - taken - day) / (all - day);
  return share;
}
