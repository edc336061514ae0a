import {describe, expect, it} from 'vitest';
import {clusteredInterval} from '../../harness/statistics/clustered-interval.ts';
import {clusteredRatio} from '../../harness/statistics/clustered-ratio.ts';
import {randomStream} from '../../harness/statistics/random-stream.ts';
import {signFlipTest} from '../../harness/statistics/sign-flip.ts';
import {fromR, hasR, vector} from './r.ts';

const stream = randomStream(1, 'inputs for R');

const clustersOf = (count: number) =>
  Array.from({length: count}, () => {
    const size = 1 + stream.below(30);
    return {above: stream.below(size + 1), below: size};
  });

const above = (all: readonly {above: number}[]): string => vector(all.map(one => one.above));
const below = (all: readonly {below: number}[]): string => vector(all.map(one => one.below));

describe.runIf(hasR('survey'))('R, over random clusters,', () => {
  it('agrees on the ratio and its standard error (survey::svyratio)', () => {
    const samples = Array.from({length: 20}, () => clustersOf(2 + stream.below(40)));
    const expected = fromR([
      'suppressMessages(library(survey))',
      'ratio <- function(y, x) {r <- svyratio(~y, ~x, svydesign(ids=~1, weights=~w, data=data.frame(y, x, w=1))); say(c(coef(r), SE(r)))}',
      ...samples.map(all => `ratio(${above(all)}, ${below(all)})`),
    ]);
    samples.forEach((all, index) => {
      const found = clusteredRatio(all);
      expect(found?.estimate).toBeCloseTo(expected[index]?.[0] ?? Number.NaN, 9);
      expect(found?.standardError).toBeCloseTo(expected[index]?.[1] ?? Number.NaN, 9);
    });
  });

  it('agrees on the bootstrap-t interval within Monte Carlo error (the formula of Davison and Hinkley, in R)', () => {
    const samples = Array.from({length: 5}, () => clustersOf(40));
    const expected = fromR([
      'set.seed(1)',
      'one <- function(y, x) {m <- length(y); e <- sum(y)/sum(x); c(e, sqrt(m/(m-1)*sum((y-e*x)^2))/sum(x))}',
      'form <- function(y, x) {o <- one(y, x); t <- replicate(20000, {i <- sample(length(y), replace=TRUE); b <- one(y[i], x[i]); abs(b[1]-o[1])/b[2]}); say(c(o[1]-quantile(t, .95)*o[2], o[1]+quantile(t, .95)*o[2]))}',
      ...samples.map(all => `form(${above(all)}, ${below(all)})`),
    ]);
    samples.forEach((all, index) => {
      const found = clusteredInterval(all, index);
      const [lower = Number.NaN, upper = Number.NaN] = expected[index] ?? [];
      // 1,999 resamples place an end within some 4 % of the length of the interval
      expect(Math.abs((found?.lower ?? Number.NaN) - lower)).toBeLessThan(0.06 * (upper - lower));
      expect(Math.abs((found?.upper ?? Number.NaN) - upper)).toBeLessThan(0.06 * (upper - lower));
    });
  });

  it('agrees on every exact sign-flip p (all signs by expand.grid)', () => {
    const samples = Array.from({length: 20}, () =>
      Array.from({length: 1 + stream.below(12)}, () => stream.below(41) - 20),
    );
    const expected = fromR([
      'flip <- function(d) {s <- as.matrix(expand.grid(rep(list(c(-1, 1)), length(d)))); say(mean(abs(s %*% d) >= abs(sum(d))))}',
      ...samples.map(all => `flip(${vector(all)})`),
    ]);
    samples.forEach((all, index) => {
      expect(signFlipTest(all, 1).p).toBeCloseTo(expected[index]?.[0] ?? Number.NaN, 12);
    });
  });
});
