import type {LiveReport} from '../analysis/live-report.ts';

/** These labels replace stored values in tables. A value without a label is shown as it is stored. */

const OUTCOMES: Readonly<Record<string, string>> = {
  'slot-over': 'slot ended',
  'captures-over': 'captures ended',
  'exited-early': 'exited early',
  'never-ready': 'never ready',
};

const OUTAGES: Readonly<Record<string, string>> = {
  harness: 'ruletrial was not running',
  reboot: 'the machine rebooted',
  asleep: 'the machine slept or its clock was set forward',
  disk: 'too little free disk space',
};

const labelOf = (labels: Readonly<Record<string, string>>, value: string): string => labels[value] ?? value;

/** Returns how a slot ended. A slot without a state has not begun or is running. */
export const slotStateLabel = ({state}: LiveReport['slots'][number]): string => state ?? 'not ended';

/** Returns the label for how an engine process ended. Without an outcome it has not ended. */
export const outcomeLabel = ({outcome}: LiveReport['runs'][number]): string =>
  outcome === undefined ? 'running' : labelOf(OUTCOMES, outcome);

/** Returns the label for the cause of an outage. */
export const outageLabel = ({kind}: LiveReport['outages'][number]): string => labelOf(OUTAGES, kind);
