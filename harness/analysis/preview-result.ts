import {plural} from '../domain/plural.ts';
import {detectableRatio} from '../statistics/detectable-ratio.ts';
import {leastRotations} from '../statistics/least-rotations.ts';
import {ALPHA, fewestThatCan, MOST_ROTATIONS} from './judge-rotation.ts';

/** Standard deviation of a rotation's log ratio in simulated honeypot traffic with campaigns, slots of 24 hours. */
const ASSUMED_SPREAD = 0.87;
/** Chance of finding a difference of the named size. */
const POWER = 0.8;

/** What a planned rotating trial can find out about alert rates. */
export interface ResultPreview {
  /** The first rotation after which a result is possible; absent if the plan can decide nothing. */
  readonly possibleFrom?: number;
  /** The smallest ratio of alert rates that is found with a chance of 80 %, for the assumed variation of traffic. */
  readonly smallestRatio?: number;
  readonly sentence: string;
}

/** The design of a rotating trial, as far as its result depends on it. */
interface Design {
  readonly rotations: number;
  /** Number of arms, with the baseline. */
  readonly arms: number;
  readonly order: 'random' | 'declared' | 'williams';
}

/** Previews what a rotating trial can find out, from its design alone; undefined if there is nothing to compare. */
export function previewResult({rotations, arms, order}: Design): ResultPreview | undefined {
  if (arms < 2) return undefined;
  if (order !== 'random')
    return {
      sentence: `Alert rates of slots are not compared by a test, because the order is not drawn (order: ${order}).`,
    };
  if (rotations > MOST_ROTATIONS)
    return {
      sentence: `Alert rates of slots are not compared by a test over more than ${MOST_ROTATIONS} rotations.`,
    };
  const alpha = ALPHA / (arms - 1);
  const possibleFrom = leastRotations(rotations, alpha);
  if (possibleFrom === undefined) {
    return {
      sentence: `${plural(rotations, 'rotation')} can decide nothing about alert rates${fewestThatCan(alpha)}.`,
    };
  }
  // a fixed seed: the same design gives the same figure
  const smallestRatio = detectableRatio({rotations, alpha, spread: ASSUMED_SPREAD}, 'preview', POWER);
  const found =
    smallestRatio === undefined
      ? ''
      : ` A ratio of ${smallestRatio.toFixed(1)} is found with a chance of 80 %, smaller ones rather not (ASSUMED: traffic varies as on a simulated honeypot).`;
  return {
    possibleFrom,
    ...(smallestRatio === undefined ? {} : {smallestRatio}),
    sentence: `A result about alert rates is possible from rotation ${possibleFrom} of ${rotations} on.${found}`,
  };
}
