import {textCell} from '../document/cells.ts';
import type {Document} from '../document/document.ts';
import {shortDigest} from '../domain/snapshot.ts';
import type {Imported} from '../snapshots/import.ts';
import {col, tableOf} from './tables.ts';

/** Makes the document that shows the result for each snapshot imported from another state folder. */
export const importDocument = (imported: readonly Imported[], folder: string): Document => ({
  title: 'Snapshots imported',
  subtitle: `from ${folder}`,
  blocks: [
    tableOf('imported', 'Snapshots', imported, [
      col('ruleset', 'Ruleset', textCell, row => row.ruleset),
      col('snapshot', 'Snapshot', textCell, row => shortDigest(row.digest)),
      col('result', 'Result', textCell, row => row.result),
    ]),
  ],
});
