/** What one arm counted in its slot of a rotation. */
export interface SlotCount {
  /** Alerts, or anything else that is counted; 0 or more. */
  readonly count: number;
  /** Seconds that were counted, more than 0. */
  readonly seconds: number;
}

/** What one arm found of the attacks in its slot of a rotation. */
export interface SlotRecall {
  readonly hits: number;
  readonly misses: number;
}

/**
 * Returns the log of the ratio of two rates, `log((count + 0.5) / seconds)` of the first less that of the second; above 0
 * where the first is higher. One half is added to every count, so that a slot without alerts has a rate too.
 */
export const logRateRatio = (first: SlotCount, second: SlotCount): number =>
  Math.log((first.count + 0.5) / first.seconds) - Math.log((second.count + 0.5) / second.seconds);

/**
 * Returns the difference of the logits of two recalls, with one half added to hits and misses (Haldane 1956, Anscombe
 * 1956). Absent where one of the two slots saw no attack.
 */
export function logitRecallDifference(first: SlotRecall, second: SlotRecall): number | undefined {
  if (first.hits + first.misses === 0 || second.hits + second.misses === 0) return undefined;
  return logit(first) - logit(second);
}

const logit = ({hits, misses}: SlotRecall): number => Math.log((hits + 0.5) / (misses + 0.5));

/** Whether more than half of the counts are 0. A ratio of such counts is not told, only the counts are. */
export const mostlyZero = (counts: readonly number[]): boolean =>
  counts.filter(count => count === 0).length > counts.length / 2;
