import type {TrialPlan} from '../domain/trial.ts';

/**
 * The parts of a trial; alerts of one part are counted together. `live`: the traffic that each arm saw in its own slots, or
 * the logs that were imported for it. `same-traffic`: the same traffic through every arm, from the captures of a replay or
 * from the slots of a live trial, recorded or played from captures.
 */
export const PARTS = ['live', 'same-traffic'] as const;
export type PartName = (typeof PARTS)[number];

/** Returns the part that every trial of a kind has. A live trial may have `same-traffic` as well. */
export const initialPart = ({kind}: Pick<TrialPlan, 'kind'>): PartName =>
  kind === 'replay' ? 'same-traffic' : 'live';
