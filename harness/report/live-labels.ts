import type {LiveReport} from '../analysis/live-report.ts';

/** Labels that tables show in place of stored values; a value without a label is shown as it is stored. */

const SLOT_STATES: Readonly<Record<string, string>> = {over: 'completed', 'given-up': 'abandoned'};

const OUTCOMES: Readonly<Record<string, string>> = {
  'slot-over': 'slot ended',
  'captures-over': 'captures ended',
  'exited-early': 'exited early',
  'never-ready': 'never ready',
};

const OUTAGES: Readonly<Record<string, string>> = {
  harness: 'ruletrial was not running',
  reboot: 'the machine rebooted',
  asleep: 'the machine was asleep',
  disk: 'the disk was full',
};

const labelOf = (labels: Readonly<Record<string, string>>, value: string): string => labels[value] ?? value;

/** How a slot ended; a slot without a state is still to come or running. */
export const slotStateLabel = ({state}: LiveReport['slots'][number]): string =>
  state === undefined ? 'planned' : labelOf(SLOT_STATES, state);

/** How an engine process ended; without an outcome it has not ended. */
export const outcomeLabel = ({outcome}: LiveReport['runs'][number]): string =>
  outcome === undefined ? 'running' : labelOf(OUTCOMES, outcome);

/** What stopped every engine. */
export const outageLabel = ({kind}: LiveReport['outages'][number]): string => labelOf(OUTAGES, kind);
