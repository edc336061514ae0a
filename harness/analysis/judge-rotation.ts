import type {PartName} from '../answers/parts.ts';
import {plural} from '../domain/plural.ts';
import {MICROS_PER_SECOND} from '../domain/time.ts';
import type {LivePlan, TrialPlan} from '../domain/trial.ts';
import {leastRotations} from '../statistics/least-rotations.ts';
import {crossedComparisons} from '../statistics/rotation-arms.ts';
import {logRateRatio, mostlyZero} from '../statistics/rotation-difference.ts';
import {rotationInterval} from '../statistics/rotation-interval.ts';
import {type RotationPaths, rotationPaths} from '../statistics/rotation-paths.ts';
import type {Comparison} from './comparison.ts';
import type {LiveReport} from './live-report.ts';

/** The chance of any false difference, over all arms and all looks of a trial. */
export const ALPHA = 0.05;
/** A slot with less than this share of its planned counted time is left out. */
const LEAST_SHARE = 0.8;
/** More planned rotations are not tested: all orders that could have been drawn are gone through at every look. */
export const MOST_ROTATIONS = 100;
/** A number of rotations within which a result is possible for any number of arms that a trial may have. */
const ENOUGH = 64;

type Slot = LiveReport['slots'][number];

/** One arm against the baseline, in the rotations in which both have a slot that counts. */
interface Rotations {
  readonly arm: string;
  readonly slots: readonly (readonly [arm: Slot, baseline: Slot])[];
}

/**
 * Compares each arm with the baseline by the alert rates of their slots, once for each completed rotation. Each arm saw other
 * traffic, so only the order that was drawn makes this possible: with another order nothing is tested.
 */
export function judgeRotation(
  {plan, live, slots}: {plan: TrialPlan; live: LivePlan; slots: readonly Slot[]},
  part: PartName,
): Comparison[] {
  const {baseline, arms} = plan;
  if (part !== 'live' || plan.kind !== 'rotating' || baseline === undefined) return [];
  const others = arms.map(({name}) => name).filter(name => name !== baseline);
  const all = others.map((arm): Rotations => ({arm, slots: pairsOf(arm, baseline, slots, live)}));
  const planned = live.rotations;
  const shared = (row: Rotations) => ({
    ...{arm: row.arm, baseline},
    rotations: {completed: row.slots.length, planned},
  });
  if (live.order !== 'random')
    return all.map(row => ({
      ...shared(row),
      status: 'not-tested',
      sentence: `${row.arm} and ${baseline}: the order of the slots was not drawn (order: ${live.order}), so their rates are not compared by a test.`,
    }));
  if (planned > MOST_ROTATIONS)
    return all.map(row => ({
      ...shared(row),
      status: 'not-tested',
      sentence: `Alert rates are not compared by a test in plans of more than ${MOST_ROTATIONS} rotations.`,
    }));
  const level = ALPHA / Math.max(1, all.length);
  const least = leastRotations(planned, level);
  if (least === undefined)
    return all.map(row => ({...shared(row), status: 'too-early', sentence: tooFew(planned, level)}));
  const paths = rotationPaths(planned, `${live.seed} ${plan.schedule}`);
  const differences = all.map(row => row.slots.map(differenceOf));
  const crossed = crossedComparisons(differences, paths, ALPHA);
  return all.map((row, index) => {
    const found = crossed[index];
    if (row.slots.length < least && !found)
      return {...shared(row), status: 'too-early', sentence: tooEarly(row, planned, least)};
    // while it is undecided, only the end of the trial is worth the time that an interval takes
    const isTold = found !== undefined || row.slots.length === planned;
    const judged = isTold ? ratioOf(row, differences[index] ?? [], paths, found?.level ?? level) : {};
    return {
      ...shared(row),
      ...judged,
      status: found ? 'differs' : 'not-resolved',
      sentence: found
        ? differsSentence(row, baseline, judged.ratio, found.look.rotation, planned)
        : `No difference between the alert rates of ${row.arm} and ${baseline} was found in ${plural(row.slots.length, 'rotation')} of ${planned}; that does not mean that they are equal.`,
    };
  });
}

/** Returns the two slots of each rotation in which both arms inspected for long enough, in the order of the rotations. */
function pairsOf(arm: string, baseline: string, slots: readonly Slot[], live: LivePlan): Rotations['slots'] {
  const rotations = [...new Set(slots.map(({rotation}) => rotation))].sort((a, b) => a - b);
  const counts = (slot: Slot | undefined): slot is Slot => {
    if (slot?.state !== 'ran') return false;
    const planned = (slot.endsAt - slot.beginsAt) / MICROS_PER_SECOND - live.warmUpMs / 1000;
    return slot.countedSeconds >= LEAST_SHARE * planned && slot.countedSeconds > 0;
  };
  return rotations.flatMap(rotation => {
    const slotOf = (name: string) => slots.find(slot => slot.rotation === rotation && slot.arm === name);
    const [one, other] = [slotOf(arm), slotOf(baseline)];
    return counts(one) && counts(other) ? [[one, other] as const] : [];
  });
}

const differenceOf = ([arm, baseline]: readonly [Slot, Slot]): number =>
  logRateRatio(
    {count: arm.alerts, seconds: arm.countedSeconds},
    {count: baseline.alerts, seconds: baseline.countedSeconds},
  );

function ratioOf(
  {slots}: Rotations,
  differences: readonly number[],
  paths: RotationPaths,
  level: number,
): Pick<Comparison, 'ratio'> {
  // a ratio of counts that are mostly 0 says nothing
  if (mostlyZero(slots.flat().map(({alerts}) => alerts))) return {};
  const interval = rotationInterval(differences, paths, level);
  if (interval?.kind !== 'interval') return {};
  const {estimate, lower, upper} = interval;
  return {
    ratio: {
      estimate: Math.exp(estimate),
      ...(lower === undefined ? {} : {lower: Math.exp(lower)}),
      ...(upper === undefined ? {} : {upper: Math.exp(upper)}),
      level: 1 - level,
    },
  };
}

/** Says how many rotations are the fewest that can decide anything at this level, as the end of a sentence. */
export function fewestThatCan(level: number): string {
  const fewest = Array.from({length: ENOUGH}, (_, index) => index + 1).find(
    rotations => leastRotations(rotations, level) !== undefined,
  );
  return fewest === undefined ? '' : `; ${fewest} rotations are the fewest that can`;
}

/** Says that a plan can decide nothing, and how many rotations could. */
const tooFew = (planned: number, level: number): string =>
  `${plural(planned, 'rotation')} can decide nothing about alert rates, whatever the traffic${fewestThatCan(level)}.`;

const tooEarly = ({arm, slots}: Rotations, planned: number, least: number): string =>
  `${arm}: ${slots.length} of ${plural(planned, 'rotation')} completed; a result about alert rates is possible from rotation ${least} on.`;

function differsSentence(
  {arm, slots}: Rotations,
  baseline: string,
  ratio: Comparison['ratio'],
  rotation: number,
  planned: number,
): string {
  const decided = rotation < planned ? `; decided at rotation ${rotation} of ${planned}` : '';
  if (!ratio)
    return `The alert rates of ${arm} and ${baseline} differ, over ${plural(slots.length, 'rotation')}${decided}.`;
  const from = ratio.lower === undefined ? 'no lower limit' : ratio.lower.toPrecision(3);
  const to = ratio.upper === undefined ? 'no upper limit' : ratio.upper.toPrecision(3);
  return `${arm} raised alerts at ${ratio.estimate.toPrecision(3)} times the rate of ${baseline} (interval ${from} to ${to}), over ${plural(slots.length, 'rotation')}${decided}.`;
}
