import {at, bytes, count, facts, textCell} from '../document/cells.ts';
import type {Document} from '../document/document.ts';
import {col, tableOf} from './tables.ts';

/** A trial in a state folder. Only the name is known if its file is damaged. */
export interface ListedTrial {
  readonly trial: string;
  readonly kind: string;
  readonly arms: readonly string[];
  readonly captures: number;
  readonly createdAt: number | undefined;
  readonly sealedAt: number | undefined;
}

/** Makes the document that lists the trials of a state folder. */
export const trialListDocument = (trials: readonly ListedTrial[], stateDir: string): Document => ({
  title: 'Trials',
  subtitle: `in ${stateDir}`,
  blocks: [
    tableOf('trials', 'Trials by name and number', trials, [
      col('trial', 'Trial', textCell, row => row.trial),
      col('kind', 'Kind', textCell, row => row.kind),
      col('arms', 'Arms', textCell, row => row.arms.join(', ')),
      col('captures', 'Captures', count, row => row.captures),
      col('sealed_at', 'Sealed', at, row => row.sealedAt),
      col('created_at', 'Created', at, row => row.createdAt),
    ]),
  ],
});

/** Makes the document that `trial remove` prints. */
export const removedDocument = ({trial, bytes: size}: {trial: string; bytes: number}): Document => ({
  title: `${trial} was deleted`,
  subtitle: 'its alerts, logs and recorded traffic; snapshots and written reports stay',
  blocks: [facts([['Freed', bytes(size)]])],
});
