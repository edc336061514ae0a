/** Sizes of bets that are averaged: bold ones find large differences soon, cautious ones small differences late. */
const BETS = [0.5, 1, 2] as const;

/**
 * Returns the evidence against "both sides are interchangeable" after each rotation in turn, 1 before the first. It may be
 * read at any moment, without a planned end: under the hypothesis it reaches 1/alpha at any time with a probability of at
 * most alpha (Ville's inequality), so a trial is decided once it is 1/alpha or more. `differences` holds a number for each
 * completed rotation, as for `rotationLooks`. The evidence is the mean, over sizes of bets and both directions, of products
 * over the rotations of `1 +- tanh(bet |D| / median) sign(D)`. The median is that of the sizes so far that are not 0, this
 * rotation's included: the size is known whatever the order was, only the sign is thrown. Source: Howard, Ramdas, McAuliffe
 * and Sekhon 2021, Annals of Statistics 49(2); Ham, Bojinov, Lindon and Tingley, arXiv 2210.08639.
 */
export function evidence(differences: readonly number[]): readonly number[] {
  const bets = BETS.flatMap(bet => [bet, -bet]);
  const wealth = bets.map(() => 1);
  const sizes: number[] = [];
  return differences.map(difference => {
    if (difference !== 0) {
      insertSorted(sizes, Math.abs(difference));
      const scale = median(sizes);
      bets.forEach((bet, index) => {
        wealth[index] = (wealth[index] ?? 0) * (1 + Math.tanh((bet * difference) / scale));
      });
    }
    return wealth.reduce((sum, one) => sum + one, 0) / bets.length;
  });
}

function insertSorted(sorted: number[], value: number): void {
  const place = sorted.findIndex(one => one > value);
  sorted.splice(place < 0 ? sorted.length : place, 0, value);
}

/** The median of sorted values, at least one. */
function median(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
