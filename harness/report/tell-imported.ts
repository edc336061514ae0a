import {textCell} from '../document/cells.ts';
import type {Document} from '../document/document.ts';
import type {Imported} from '../snapshots/import.ts';
import {col, tableOf} from './tables.ts';
import {shortDigest} from './tell-snapshots.ts';

/** The outcome for each snapshot of another state folder. */
export const tellImported = (imported: readonly Imported[], folder: string): Document => ({
  title: 'Snapshots imported',
  subtitle: `from ${folder}`,
  blocks: [
    tableOf('imported', 'Snapshots', imported, [
      col('ruleset', 'Ruleset', textCell, row => row.ruleset),
      col('snapshot', 'Snapshot', textCell, row => shortDigest(row.digest)),
      col('outcome', 'Outcome', textCell, row => row.outcome),
    ]),
  ],
});
