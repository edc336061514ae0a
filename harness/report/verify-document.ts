import {textCell} from '../document/cells.ts';
import type {Document} from '../document/document.ts';
import {shortDigest} from '../domain/snapshot.ts';
import {col, tableOf} from './tables.ts';

/** A snapshot that was verified byte by byte. `message` says what is wrong with it. */
export interface VerifiedSnapshot {
  readonly ruleset: string;
  readonly digest: string;
  readonly whole: boolean;
  readonly message: string;
}

/** Makes the document that shows which snapshots are intact. */
export const verifyDocument = (found: readonly VerifiedSnapshot[]): Document => ({
  title: found.every(({whole}) => whole) ? 'All snapshots are intact' : 'Some snapshots are damaged',
  subtitle: `${found.length} verified, byte by byte`,
  blocks: [
    tableOf('verified', 'Snapshots', found, [
      col('ruleset', 'Ruleset', textCell, row => row.ruleset),
      col('snapshot', 'Snapshot', textCell, row => shortDigest(row.digest)),
      col('whole', 'Intact', textCell, row => (row.whole ? 'yes' : 'NO')),
    ]),
  ],
});
