import {lchoose, pchisq, pf, pnorm, qnorm} from 'lib-r-math.js';
import {describe, expect, it} from 'vitest';
import {randomStream} from '../../harness/statistics/random-stream.ts';
import {fromR, hasR} from './r.ts';

const {below, uniform} = randomStream(4, 'arguments of distributions');

const ALL = Array.from({length: 60}, (_, index) => index);

/** Arguments from usual to extreme, by each function that the room takes from the library. */
const CALLS: readonly {readonly inR: string; readonly found: number}[] = [
  ...ALL.map(() => 20 * uniform() - 10).map(x => ({inR: `pnorm(${x})`, found: pnorm(x)})),
  ...ALL.map(() => 10 ** (-12 * uniform())).map(p => ({inR: `qnorm(1 - ${p})`, found: qnorm(1 - p)})),
  ...ALL.map(index => [200 * uniform(), 1 + (index % 30)] as const).map(([x, df]) => ({
    inR: `pchisq(${x}, ${df}, lower.tail=FALSE)`,
    found: pchisq(x, df, 0, false),
  })),
  ...ALL.map(index => [10 ** (index % 6), below(1 + 10 ** (index % 6))] as const).map(([n, k]) => ({
    inR: `lchoose(${n}, ${k})`,
    found: lchoose(n, k),
  })),
];

/** The F distribution, whose upper tail the library takes from 1. */
const F_CALLS: typeof CALLS = [
  ...ALL.map(index => [40 * uniform(), 1 + (index % 6), 2 + below(90)] as const).map(([x, one, other]) => ({
    inR: `pf(${x}, ${one}, ${other}, lower.tail=FALSE)`,
    found: pf(x, one, other, 0, false),
  })),
];

describe.runIf(hasR())('the library of distributions', () => {
  it('agrees with R, from usual to extreme arguments', () => {
    const expected = fromR(CALLS.map(({inR}) => `say(${inR})`));
    const apart = CALLS.flatMap(({inR, found}, index) => {
      const wanted = expected[index]?.[0] ?? Number.NaN;
      const close = Math.abs(found - wanted) <= 1e-9 * Math.abs(wanted) + 1e-300;
      return close ? [] : [`${inR} is ${wanted}, not ${found}`];
    });
    expect(apart).toEqual([]);
  });

  it('agrees with R on the F distribution to nine places', () => {
    const expected = fromR(F_CALLS.map(({inR}) => `say(${inR})`));
    F_CALLS.forEach(({found}, index) => {
      expect(found).toBeCloseTo(expected[index]?.[0] ?? Number.NaN, 9);
    });
  });
});
