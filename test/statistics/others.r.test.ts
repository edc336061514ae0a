import {describe, expect, it} from 'vitest';
import {accumulate} from '../../harness/statistics/accumulation.ts';
import {benjaminiHochberg, holm} from '../../harness/statistics/adjust-p.ts';
import {carryOver} from '../../harness/statistics/carry-over.ts';
import {keptSharesTest} from '../../harness/statistics/kept-shares.ts';
import {midRanks} from '../../harness/statistics/mid-ranks.ts';
import {mcNemarTest, pairedShareInterval} from '../../harness/statistics/paired-shares.ts';
import {randomStream} from '../../harness/statistics/random-stream.ts';
import {cochranQ, friedmanTest} from '../../harness/statistics/several-sides.ts';
import {shareInterval} from '../../harness/statistics/share-interval.ts';
import {estimateFromTwo, estimateTotal} from '../../harness/statistics/unseen.ts';
import {fromR, hasR, vector} from './r.ts';
import {shuffledSlots} from './shuffled-slots.ts';

const {below, uniform} = randomStream(3, 'more inputs for R');

const many = <Made>(count: number, make: (index: number) => Made): readonly Made[] =>
  Array.from({length: count}, (_, index) => make(index));

const numbers = (count: number, most: number): readonly number[] => many(count, () => below(most + 1));

/** A matrix of R, row by row. */
const matrix = (rows: readonly (readonly number[])[]): string =>
  `matrix(${vector(rows.flat())}, ncol=${rows[0]?.length ?? 0}, byrow=TRUE)`;

/** Expects what is found to agree with each line of R in turn; where R says NaN, nothing was found. */
function agree(
  found: readonly (readonly (number | undefined)[])[],
  lines: readonly string[],
  digits = 7,
): void {
  const expected = fromR(lines);
  expect(found).toHaveLength(expected.length);
  found.forEach((values, index) => {
    values.forEach((value, place) => {
      const wanted = expected[index]?.[place] ?? Number.NaN;
      if (Number.isNaN(wanted)) expect(value).toBeUndefined();
      else expect(value).toBeCloseTo(wanted, digits);
    });
  });
}

describe.runIf(hasR())('R, on random inputs,', () => {
  it('agrees on mid-ranks (rank)', () => {
    const samples = many(20, () => numbers(1 + below(20), 8));
    agree(
      samples.map(midRanks),
      samples.map(one => `say(rank(${vector(one)}))`),
      12,
    );
  });

  it('agrees on adjusted p-values (p.adjust)', () => {
    const samples = many(20, () => many(1 + below(20), uniform).map(p => p ** 3));
    agree(
      samples.flatMap(one => [holm(one), benjaminiHochberg(one)]),
      samples.flatMap(one => ['holm', 'BH'].map(how => `say(p.adjust(${vector(one)}, "${how}"))`)),
      12,
    );
  });

  it('agrees on the interval of a share (prop.test)', () => {
    const samples = many(30, () => {
      const units = 1 + below(200);
      return {units, hits: below(units + 1)};
    });
    agree(
      samples.map(({hits, units}) => {
        const found = shareInterval(hits, units);
        return [found?.lower, found?.upper];
      }),
      samples.map(
        ({hits, units}) => `say(suppressWarnings(prop.test(${hits}, ${units}, correct=FALSE)$conf.int))`,
      ),
      9,
    );
  });

  it('agrees on the exact test of McNemar (binom.test) and the interval of Newcombe (his formulas in R)', () => {
    const samples = many(30, () => {
      const [both = 0, onlyFirst = 0, onlySecond = 0, neither = 0] = numbers(4, 25);
      return {both, onlyFirst, onlySecond, neither: neither + 1};
    });
    const newcombe = `newcombe <- function(a, b, c, d) {n <- a+b+c+d; w <- function(x) suppressWarnings(prop.test(x, n, correct=FALSE)$conf.int)
      i <- w(a+b); j <- w(a+c); p <- (a+b)/n; q <- (a+c)/n; m <- (a+b)*(c+d)*(a+c)*(b+d); f <- a*d-b*c
      f <- if (m == 0) 0 else if (f > 0) max(f-n/2, 0)/sqrt(m) else f/sqrt(m)
      say(c(p-q-sqrt((p-i[1])^2-2*f*(p-i[1])*(j[2]-q)+(j[2]-q)^2), p-q+sqrt((i[2]-p)^2-2*f*(i[2]-p)*(q-j[1])+(q-j[1])^2)))}`;
    agree(
      samples.flatMap(one => {
        const found = pairedShareInterval(one);
        return [[mcNemarTest(one)], [found?.lower, found?.upper]];
      }),
      [
        newcombe,
        ...samples.flatMap(({both, onlyFirst, onlySecond, neither}) => [
          `say(if (${onlyFirst + onlySecond} == 0) 1 else binom.test(${onlyFirst}, ${onlyFirst + onlySecond})$p.value)`,
          `newcombe(${both}, ${onlyFirst}, ${onlySecond}, ${neither})`,
        ]),
      ],
      9,
    );
  });

  it('agrees on the exact test of McNemar to nine digits, up to a million units (binom.test)', () => {
    const samples = many(24, index => [below(10 ** (index % 6)), below(10 ** (index % 6))] as const).filter(
      ([one, other]) => one + other > 0,
    );
    const expected = fromR(samples.map(([one, other]) => `say(binom.test(${one}, ${one + other})$p.value)`));
    samples.forEach(([onlyFirst, onlySecond], index) => {
      const wanted = expected[index]?.[0] ?? Number.NaN;
      const found = mcNemarTest({both: 0, onlyFirst, onlySecond, neither: 0});
      expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-9 * wanted + 1e-300);
    });
  });

  it('agrees on the tests of Friedman (friedman.test, ties too) and Cochran (his formula in R)', () => {
    const samples = many(20, () => {
      const sides = 2 + below(4);
      return many(3 + below(12), () => numbers(sides, 6));
    });
    const found = samples.flatMap(rows => {
      const friedman = friedmanTest(rows);
      const cochran = cochranQ(rows.map(row => row.map(value => value > 2)));
      return [
        [friedman?.statistic, friedman?.p],
        [cochran?.statistic, cochran?.p],
      ];
    });
    agree(found, [
      'q <- function(x) {k <- ncol(x); n <- sum(x); s <- (k-1)*(k*sum(colSums(x)^2)-n^2)/(k*n-sum(rowSums(x)^2)); say(c(s, pchisq(s, k-1, lower.tail=FALSE)))}',
      ...samples.flatMap(rows => [
        `f <- friedman.test(${matrix(rows)}); say(c(f$statistic, f$p.value))`,
        `q(1 * (${matrix(rows)} > 2))`,
      ]),
    ]);
  });

  it('agrees on the exact test of kept shares, and within Monte Carlo error where ways are drawn (fisher.test)', () => {
    const sides = (count: number, kept: number) =>
      many(count, () => ({kept: 1 + below(kept), lost: below(4)}));
    const small = many(20, () => sides(2 + below(4), 12));
    const table = (all: readonly {kept: number; lost: number}[]): string =>
      matrix(all.map(({kept, lost}) => [kept, lost]));
    agree(
      small.map(all => [keptSharesTest(all, 1)]),
      small.map(all => `say(tryCatch(fisher.test(${table(all)})$p.value, error=function(e) 1))`),
    );
    const large = many(4, () => sides(14, 20));
    const expected = fromR([
      'set.seed(1)',
      ...large.map(all => `say(fisher.test(${table(all)}, simulate.p.value=TRUE, B=200000)$p.value)`),
    ]);
    large.forEach((all, index) => {
      const p = expected[index]?.[0] ?? Number.NaN;
      expect(Math.abs(keptSharesTest(all, index) - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / 100_000));
    });
  });

  it('agrees on carry-over (anova of two lm)', () => {
    const samples = many(10, index =>
      shuffledSlots({arms: 2 + (index % 3), rotations: 8, left: 0.3, noise: 2}, uniform),
    );
    agree(
      samples.map(slots => {
        const found = carryOver(slots);
        return [found?.statistic, found?.p, ...(found?.degreesOfFreedom ?? [])];
      }),
      samples.map(slots => {
        const used = slots.slice(1);
        const factor = (of: (slot: (typeof slots)[number]) => number): string =>
          `factor(${vector(used.map(of))})`;
        return [
          `v <- ${vector(used.map(({value}) => value))}; r <- ${factor(one => one.rotation)}`,
          `a <- ${factor(one => one.arm)}; p <- ${factor(one => one.previous ?? 0)}`,
          't <- anova(lm(v ~ r + a), lm(v ~ r + a + p)); say(c(t$F[2], t[["Pr(>F)"]][2], t$Df[2], t$Res.Df[2]))',
        ].join('; ');
      }),
    );
  });

  it('agrees on the estimate of Chapman (his formula in R)', () => {
    const samples = many(10, () => {
      const both = below(20);
      return [both + below(30), both + below(30), both] as const;
    });
    agree(
      samples.map(([first, second, both]) => {
        const found = estimateFromTwo(first, second, both);
        return [found.estimate, found.standardError];
      }),
      [
        'ch <- function(M, C, R) say(c((M+1)*(C+1)/(R+1)-1, sqrt((M+1)*(C+1)*(M-R)*(C-R)/((R+1)^2*(R+2)))))',
        ...samples.map(one => `ch(${one.join(',')})`),
      ],
      9,
    );
  });
});

describe.runIf(hasR('vegan'))('R vegan, on random days,', () => {
  const samples = many(20, index => many(3 + below(10), () => numbers(12, index % 2 === 0 ? 6 : 2)));

  it('agrees on all kinds and their error (specpool)', () => {
    agree(
      samples.map(rows => {
        const days = many(12, kind => rows.filter(row => row[kind] === 0).length).filter(count => count > 0);
        const found = estimateTotal(days, rows.length);
        return [found?.seen, found?.estimate, found?.standardError];
      }),
      [
        'suppressMessages(library(vegan))',
        ...samples.map(
          rows =>
            `s <- suppressWarnings(specpool(1 * (${matrix(rows)} == 0))); say(c(s$Species, s$chao, s$chao.se))`,
        ),
      ],
    );
  });

  it('agrees on the accumulation of kinds (specaccum, "collector" and "exact")', () => {
    agree(
      samples.flatMap(rows => {
        const found = accumulate(rows.map(row => row.flatMap((value, kind) => (value === 0 ? [kind] : []))));
        return [found.map(({seen}) => seen), found.map(({expected}) => expected)];
      }),
      [
        'suppressMessages(library(vegan))',
        ...samples.flatMap(rows =>
          ['collector', 'exact'].map(
            how => `say(suppressWarnings(specaccum(1 * (${matrix(rows)} == 0), method="${how}")$richness))`,
          ),
        ),
      ],
    );
  });
});
