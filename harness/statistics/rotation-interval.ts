import {hodgesLehmann, pairMeans} from './hodges-lehmann.ts';
import {firstCrossing} from './rotation-looks.ts';
import type {RotationPaths} from './rotation-paths.ts';

/** Differences that the looks so far do not contradict, from `lower` to `upper`; an end that is absent has no limit. */
export interface RotationInterval {
  readonly kind: 'interval';
  /** Hodges-Lehmann estimate; it can lie outside the ends where the rotations changed their mind. */
  readonly estimate: number;
  readonly lower: number | undefined;
  readonly upper: number | undefined;
}

/** Every difference is contradicted at some look: the rotations contradict each other. */
export interface Contradiction {
  readonly kind: 'contradiction';
  readonly estimate: number;
}

/** Means of pairs that lie closer than this share of the largest are one: what separates them is rounding. */
const GRAIN = 1e-12;

/** How many candidates beyond an end are tried as well: acceptance is not quite monotone where ranks change places. */
const TRIED_BEYOND = 4;

/** How many candidates are tried for a first accepted one where the estimate itself is contradicted. */
const TRIED_FOR_ONE = 64;

/**
 * Returns the interval that holds the true difference at all looks together with a probability of at least 1 - alpha: from
 * the smallest to the largest theta for which the path of the differences less theta, ranked anew, crossed at no look so far
 * (a repeated interval; Jennison and Turnbull 1989). Valid where `rotationLooks` is. Absent where there are no
 * differences. The statistic changes only at the means of pairs of differences, so those and one place between each
 * two of them are all there is to try; the ends are found by halving.
 */
export function rotationInterval(
  differences: readonly number[],
  paths: RotationPaths,
  alpha: number,
): RotationInterval | Contradiction | undefined {
  const used = differences.slice(0, paths.rotations);
  const estimate = hodgesLehmann(used);
  if (estimate === undefined) return undefined;
  const candidates = candidatesOf(used);
  const known = new Map<number, boolean>();
  const accepts = (index: number): boolean => {
    const theta = candidates[index];
    if (theta === undefined) return false;
    const before = known.get(index);
    const now = before ?? firstCrossing(used, paths, alpha, theta) === undefined;
    known.set(index, now);
    return now;
  };
  const start = firstAccepted(candidates.length, accepts);
  if (start === undefined) return {kind: 'contradiction', estimate};
  return {
    kind: 'interval',
    estimate,
    lower: endAt(candidates, outermost(start, 0, accepts), -1),
    upper: endAt(candidates, outermost(start, candidates.length - 1, accepts), 1),
  };
}

/** Means of pairs at odd places; before, between and after them, at even places, one value each that stands for all. */
function candidatesOf(differences: readonly number[]): readonly number[] {
  const all = pairMeans(differences);
  const grain = GRAIN * Math.max(Math.abs(all[0] ?? 0), Math.abs(all.at(-1) ?? 0));
  const means = [...all].filter((mean, index) => index === 0 || mean - (all[index - 1] ?? 0) > grain);
  const [first = 0, last = 0] = [means[0], means.at(-1)];
  const beside = 1 + last - first;
  return [
    first - beside,
    ...means.flatMap((mean, index) => [
      mean,
      index + 1 < means.length ? (mean + (means[index + 1] ?? mean)) / 2 : last + beside,
    ]),
  ];
}

/** The middle where it is accepted, else the first accepted one of some that are spread over all. */
function firstAccepted(count: number, accepts: (index: number) => boolean): number | undefined {
  const middle = (count - 1) / 2;
  if (accepts(middle)) return middle;
  const step = Math.max(1, Math.floor(count / TRIED_FOR_ONE));
  for (let index = 0; index < count; index += step) if (accepts(index)) return index;
  return undefined;
}

/** The accepted place that lies farthest from `start` towards `limit`. */
function outermost(start: number, limit: number, accepts: (index: number) => boolean): number {
  if (accepts(limit)) return limit;
  const away = Math.sign(limit - start);
  let [inside, outside] = [start, limit];
  while (Math.abs(outside - inside) > 1) {
    const middle = inside + Math.trunc((outside - inside) / 2);
    if (accepts(middle)) inside = middle;
    else outside = middle;
  }
  for (let beyond = 2; beyond <= TRIED_BEYOND; beyond += 1)
    if (accepts(inside + away * beyond)) return outermost(inside + away * beyond, limit, accepts);
  return inside;
}

/** The end that an accepted place stands for: itself, or where the stretch ends that it stands for. */
function endAt(candidates: readonly number[], index: number, away: -1 | 1): number | undefined {
  if (index === 0 || index === candidates.length - 1) return undefined;
  return candidates[index % 2 === 1 ? index : index + away];
}
