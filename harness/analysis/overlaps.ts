import {overlapOf} from '../rules/overlap.ts';
import type {Figures} from './figures.ts';
import type {TrialReport} from './trial-report.ts';

/** Every two arms: how many of the rules that they load they share, by rule id and by text. */
export function overlapsOf({loaded}: Figures): TrialReport['overlaps'] {
  return loaded.flatMap(({arm: a, rules: left}, place) =>
    loaded.slice(place + 1).map(({arm: b, rules: right}) => ({a, b, ...overlapOf(left, right)})),
  );
}
