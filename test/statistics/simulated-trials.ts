import {orderOf} from '../../harness/calendar/order.ts';
import {type RandomStream, randomStream} from '../../harness/statistics/random-stream.ts';
import {logRateRatio} from '../../harness/statistics/rotation-difference.ts';

/** What the traffic of a simulated trial is like; slots last a day. */
export type Traffic = 'campaigns' | 'heavy-tails' | 'weekdays';

/** A simulated trial: all arms but the last are the same; the last alerts as many times as often as `ratio` says. */
export interface SimulatedDesign {
  readonly arms: number;
  readonly rotations: number;
  readonly traffic: Traffic;
  readonly ratio: number;
}

/** Alerts of an ordinary day. */
const USUAL = 300;

/**
 * Draws a trial, and returns for each arm but the first its log rate ratios with the first, rotation by rotation. The order
 * of arms comes from the product's own code. Counts are Poisson with a gamma rate; the level of traffic is an AR(1) process
 * of its logarithm (0.7 from day to day), with campaigns of e to e^3 times as much on 5 % of days, with noise of heavy
 * tails, or with quiet weekends.
 */
export function simulateTrial(design: SimulatedDesign, seed: number): readonly (readonly number[])[] {
  const {arms, rotations, ratio} = design;
  const names = Array.from({length: arms}, (_, arm) => String(arm));
  const stream = randomStream(seed, `traffic ${design.traffic} ${arms} ${rotations}`);
  const day = trafficOf(design.traffic, stream);
  const differences = names.slice(1).map((): number[] => []);
  for (let rotation = 0; rotation < rotations; rotation += 1) {
    const counts = new Map(
      orderOf(names, rotation, 'random', seed).map(arm => [
        arm,
        poisson(day() * (arm === names.at(-1) ? ratio : 1), stream),
      ]),
    );
    const countOf = (arm: string) => ({count: counts.get(arm) ?? 0, seconds: 86_400});
    names.slice(1).forEach((arm, index) => {
      differences[index]?.push(logRateRatio(countOf(arm), countOf('0')));
    });
  }
  return differences;
}

/** Gives the expected alerts of one day after another. */
function trafficOf(traffic: Traffic, stream: RandomStream): () => number {
  let [level, days] = [0.5 * normal(stream), 0];
  return () => {
    level = 0.7 * level + 0.5 * Math.sqrt(1 - 0.7 ** 2) * normal(stream);
    days += 1;
    const weekend = traffic === 'weekdays' && days % 7 < 2 ? -1 : 0;
    const campaign = traffic === 'campaigns' && stream.uniform() < 0.05 ? 1 + 2 * stream.uniform() : 0;
    // a ratio of two normals has no mean and no variance; cut so that counts stay countable
    const wild =
      traffic === 'heavy-tails' ? Math.max(-5, Math.min(5, (0.2 * normal(stream)) / normal(stream))) : 0;
    return USUAL * Math.exp(level + weekend + campaign + wild) * gammaOfMeanOne(stream);
  };
}

/** A standard normal value (Box and Muller 1958). */
export const normal = ({uniform}: RandomStream): number =>
  Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

/** A gamma value with the mean 1 and the variance 0.1: a mean of ten exponential ones. */
function gammaOfMeanOne({uniform}: RandomStream): number {
  let sum = 0;
  for (let one = 0; one < 10; one += 1) sum -= Math.log(1 - uniform());
  return sum / 10;
}

/** A Poisson count; above 50 by the normal distribution, which is close enough there. */
function poisson(mean: number, stream: RandomStream): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(stream)));
  let [count, left] = [0, Math.exp(mean) * stream.uniform()];
  for (let term = 1; left > term; term *= mean / count) {
    left -= term;
    count += 1;
  }
  return count;
}
