import {pf} from 'lib-r-math.js';

/** One slot: which arm ran, which ran just before it on the same sensor, and what was measured. */
export interface SlotValue {
  readonly rotation: number;
  readonly arm: number;
  /** Absent for the first slot of a trial, which is not used. */
  readonly previous: number | undefined;
  /** For instance the logarithm of a rate. */
  readonly value: number;
}

/** Whether the arm that ran before bears on what is measured. */
export interface CarryOver {
  /** F statistic, 0 or more. */
  readonly statistic: number;
  readonly degreesOfFreedom: readonly [number, number];
  /** Right to nine places after the point, so 0 where it is smaller. */
  readonly p: number;
}

/**
 * Tests whether the previous arm, as a term beside rotation and arm, explains what a slot measured: the F test of two
 * nested linear models (R `anova(lm(value ~ rotation + arm), lm(value ~ rotation + arm + previous))` over factors). It is
 * reported and corrects nothing. Absent where the design cannot tell the term apart, or leaves no slots to judge it by.
 */
export function carryOver(slots: readonly SlotValue[]): CarryOver | undefined {
  const used = slots.filter(({previous}) => previous !== undefined);
  const values = used.map(({value}) => value);
  const without = [
    used.map(() => 1),
    ...indicators(used.map(({rotation}) => rotation)),
    ...indicators(used.map(({arm}) => arm)),
  ];
  const smaller = leftOver(values, without);
  const larger = leftOver(values, [...without, ...indicators(used.map(({previous}) => previous ?? 0))]);
  const terms = larger.rank - smaller.rank;
  const free = used.length - larger.rank;
  if (terms <= 0 || free <= 0 || larger.squares <= 0) return undefined;
  const statistic = Math.max(0, (smaller.squares - larger.squares) / terms / (larger.squares / free));
  return {statistic, degreesOfFreedom: [terms, free], p: pf(statistic, terms, free, 0, false)};
}

/** A column of ones and zeros for each distinct value. */
const indicators = (values: readonly number[]): readonly (readonly number[])[] =>
  [...new Set(values)].map(one => values.map(value => (value === one ? 1 : 0)));

/** Columns of which less than this is left, once those before it are taken out, are sums of those. */
const DEPENDENT = 1e-9;

/** What columns leave unexplained of the values, and how many of the columns are independent (Gram-Schmidt). */
function leftOver(
  values: readonly number[],
  columns: readonly (readonly number[])[],
): {readonly squares: number; readonly rank: number} {
  const basis: (readonly number[])[] = [];
  for (const column of columns) {
    // twice, since what rounding leaves of the first pass would add up
    const rest = without(without(column, basis), basis);
    const length = Math.sqrt(product(rest, rest));
    if (length > DEPENDENT) basis.push(rest.map(one => one / length));
  }
  const rest = without(without(values, basis), basis);
  const squares = product(rest, rest);
  return {squares: squares > DEPENDENT ** 2 * product(values, values) ? squares : 0, rank: basis.length};
}

const product = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);

const without = (column: readonly number[], basis: readonly (readonly number[])[]): readonly number[] =>
  basis.reduce<readonly number[]>((rest, direction) => {
    const along = product(rest, direction);
    return rest.map((value, index) => value - along * (direction[index] ?? 0));
  }, column);
