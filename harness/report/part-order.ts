import type {PartReport, TrialReport} from '../analysis/trial-report.ts';

/** `same-traffic` comes first, because there the arms can be compared. */
const PART_ORDER = ['same-traffic', 'live'] as const;

/** Returns the parts in the order of the report. */
export const partsInOrder = ({parts}: TrialReport): readonly PartReport[] =>
  parts.toSorted((a, b) => PART_ORDER.indexOf(a.part) - PART_ORDER.indexOf(b.part));
