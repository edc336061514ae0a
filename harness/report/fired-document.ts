import type {FiredRow} from '../answers/figures.ts';
import type {TrialIdentity} from '../answers/ports.ts';
import {textCell} from '../document/cells.ts';
import type {Document} from '../document/document.ts';
import {countColumns, firedColumns, timeColumns} from './fired-section.ts';
import {col, tableOf} from './tables.ts';

/** Makes the document that lists the rules that fired in a trial. If the trial has several parts, each row names its part. */
export function firedDocument({name, parts}: TrialIdentity, rows: readonly FiredRow[]): Document {
  const partColumn = col('part', 'Part', textCell, (row: FiredRow) => row.part);
  return {
    title: `Rules that fired in ${name}`,
    subtitle: `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}: one for each part, arm and revision of a rule (more if its message, class or priority changed)`,
    blocks: [
      tableOf(
        'fired',
        parts.length > 1 ? 'Rules by part, most alerts first' : 'Rules, most alerts first',
        rows,
        [...(parts.length > 1 ? [partColumn] : []), ...firedColumns, ...countColumns, ...timeColumns],
      ),
    ],
  };
}
