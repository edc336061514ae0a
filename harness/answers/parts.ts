import type {TrialPlan} from '../domain/trial.ts';

/**
 * Alerts that are counted together. `live`: what each arm saw for itself, in its own slots or in logs that were imported for it.
 * `same-traffic`: the same traffic through every arm, be it the captures of a replay or what a live trial recorded.
 */
export const PARTS = ['live', 'same-traffic'] as const;
export type PartName = (typeof PARTS)[number];

/** The part that every trial of a kind has; a live trial may also have `same-traffic`. */
export const mainPart = ({kind}: Pick<TrialPlan, 'kind'>): PartName =>
  kind === 'replay' ? 'same-traffic' : 'live';
