import {describe, expect, it} from 'vitest';
import {hodgesLehmann} from '../../harness/statistics/hodges-lehmann.ts';
import {leastRotations} from '../../harness/statistics/least-rotations.ts';
import {randomStream} from '../../harness/statistics/random-stream.ts';
import {rotationInterval} from '../../harness/statistics/rotation-interval.ts';
import {rotationLooks} from '../../harness/statistics/rotation-looks.ts';
import {rotationPaths} from '../../harness/statistics/rotation-paths.ts';
import {signedRankTest} from '../../harness/statistics/signed-rank-test.ts';
import {fromR, hasR, vector} from './r.ts';

/** The sequential procedure, as R writes it: boundaries, statistics and crossings of every look. */
const PROCEDURE = `
spend <- function(a, t) 2 * (1 - pnorm(qnorm(1 - a / 2) / sqrt(t)))
looks <- function(d, B, a = 0.05, theta = 0) {
  e <- as.matrix(expand.grid(rep(list(c(1, -1)), B)))
  out <- rep(FALSE, nrow(e)); res <- c()
  for (k in seq_along(d)) {
    x <- round(d[1:k] - theta, 9)
    r <- rank(abs(x)) * sign(x)
    n <- sqrt(sum(rank(abs(x))^2))
    w <- round(abs(e[, 1:k, drop = FALSE] %*% r) / n, 9)
    room <- floor(spend(a, k / B) * nrow(e) + 1e-6) - sum(out)
    values <- sort(unique(w[!out]), decreasing = TRUE)
    counts <- cumsum(sapply(values, function(v) sum(w[!out] == v)))
    ok <- values[counts <= room]
    bound <- if (length(ok) > 0) min(ok) else Inf
    out <- out | w >= bound
    res <- c(res, abs(sum(r)) / n, bound, mean(out))
  }
  res
}
crossed <- function(d, B, theta) {m <- matrix(looks(d, B, theta = theta), 3); as.numeric(any(round(m[1, ], 9) >= m[2, ]))}
`;

const stream = randomStream(2, 'rotations for R');

/** Differences of a rotation: half of the samples with ties and zeros. */
const sample = (count: number, index: number): readonly number[] =>
  Array.from({length: count}, () =>
    index % 2 === 0 ? Math.round(4_000 * stream.uniform() - 1_200) / 1_000 : stream.below(9) - 3,
  );

describe.runIf(hasR())('R, over random rotations,', () => {
  it('agrees on statistic, boundary and crossed paths at every look (the procedure written in R)', () => {
    const samples = Array.from({length: 24}, (_, index) => sample(6 + (index % 5), index));
    const expected = fromR([PROCEDURE, ...samples.map(all => `say(looks(${vector(all)}, ${all.length}))`)]);
    samples.forEach((all, index) => {
      const found = [...rotationLooks(all, rotationPaths(all.length, 1), 0.05)];
      found.forEach((look, place) => {
        const [statistic = Number.NaN, boundary, crossed = Number.NaN] =
          expected[index]?.slice(3 * place, 3 * place + 3) ?? [];
        expect(look.statistic).toBeCloseTo(statistic, 8);
        expect(look.boundary ?? Number.POSITIVE_INFINITY).toBeCloseTo(boundary ?? Number.NaN, 8);
        expect(look.crossedShare).toBeCloseTo(crossed, 12);
      });
    });
  });

  it('agrees that the path crosses just outside both ends of the interval and not just within', () => {
    const samples = Array.from({length: 16}, (_, index) => sample(7 + (index % 4), 2 * index));
    const cases = samples.flatMap(all => {
      const found = rotationInterval(all, rotationPaths(all.length, 1), 0.05);
      if (found?.kind !== 'interval') return [];
      const {lower = Number.NaN, upper = Number.NaN} = found;
      return [lower - 1e-5, upper + 1e-5]
        .map(outside => ({all, outside}))
        .concat([lower + 1e-5, upper - 1e-5].map(outside => ({all, outside})));
    });
    const answers = fromR([
      PROCEDURE,
      ...cases.map(({all, outside}) => `say(crossed(${vector(all)}, ${all.length}, ${outside}))`),
    ]).map(([answer]) => answer);
    expect(cases.length).toBeGreaterThanOrEqual(60);
    expect(answers).toEqual(cases.map((_, index) => (index % 4 < 2 ? 1 : 0)));
  });

  it('agrees on the signed-rank p and the estimate (wilcox.test)', () => {
    const samples = Array.from({length: 20}, () =>
      Array.from({length: 2 + stream.below(13)}, () => stream.uniform() * 3 - 1),
    );
    const expected = fromR(
      samples.map(
        all => `w <- wilcox.test(${vector(all)}, conf.int=TRUE, exact=TRUE); say(c(w$p.value, w$estimate))`,
      ),
    );
    samples.forEach((all, index) => {
      expect(signedRankTest(all, 1).p).toBeCloseTo(expected[index]?.[0] ?? Number.NaN, 10);
      expect(hodgesLehmann(all)).toBeCloseTo(expected[index]?.[1] ?? Number.NaN, 9);
    });
  });

  it('comes within Monte Carlo error of the exact signed-rank p above 16 rotations (psignrank)', () => {
    const samples = Array.from({length: 10}, (_, index) =>
      Array.from({length: 18 + 2 * index}, () => stream.uniform() * 3 - 1.2),
    );
    const expected = fromR(samples.map(all => `say(wilcox.test(${vector(all)}, exact=TRUE)$p.value)`));
    samples.forEach((all, index) => {
      const p = expected[index]?.[0] ?? Number.NaN;
      expect(Math.abs(signedRankTest(all, 1).p - p)).toBeLessThan(4 * Math.sqrt(p / 200_000) + 1e-5);
    });
  });

  it('agrees on the least number of rotations (the formula in R)', () => {
    const designs = [5, 6, 7, 10, 14, 20, 30, 60, 100].flatMap(planned =>
      [0.05, 0.025, 0.01].map(level => ({planned, level})),
    );
    const expected = fromR([
      'least <- function(B, a) {k <- which(2^(1 - 1:B) <= 2 * (1 - pnorm(qnorm(1 - a / 2) / sqrt(1:B / B)))); say(if (length(k) > 0) k[1] else 0)}',
      ...designs.map(({planned, level}) => `least(${planned}, ${level})`),
    ]);
    expect(designs.map(({planned, level}) => [leastRotations(planned, level) ?? 0])).toEqual(expected);
  });
});
