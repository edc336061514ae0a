import type {TrialReport} from '../analysis/trial-report.ts';
import {count, share, textCell} from '../document/cells.ts';
import {type Block, heading} from '../document/document.ts';
import {col, tableOf} from './tables.ts';

/** Makes the section that shows how many enabled rules each pair of arms shares. It is empty if the rules are unknown. */
export const overlapSection = ({overlaps}: TrialReport): Block[] =>
  overlaps.length === 0
    ? []
    : [heading(1, 'Enabled rules of the arms'), overlapTable('enabled-overlap', overlaps)];

/** Makes the table of shared rules, one row for each pair of arms. */
export const overlapTable = (name: string, overlaps: TrialReport['overlaps']): Block =>
  tableOf(
    name,
    'Enabled rules of each pair of arms, matched by gid:sid:rev (identical: same text too); percentages are of all rules enabled in A or B',
    overlaps,
    [
      col('arm', 'A', textCell, row => row.a),
      col('other_arm', 'B', textCell, row => row.b),
      col('same_text', 'Shared, identical', count, row => row.sameText),
      shareOf('same_text', row => row.sameText),
      col('other_text', 'Shared, changed', count, row => row.sharedOtherText),
      shareOf('other_text', row => row.sharedOtherText),
      col('only_arm', 'Only in A', count, row => row.onlyA),
      shareOf('only_arm', row => row.onlyA),
      col('only_other_arm', 'Only in B', count, row => row.onlyB),
      shareOf('only_other_arm', row => row.onlyB),
    ],
  );

type Overlap = TrialReport['overlaps'][number];

/** Makes a column with the share of the rules that at least one of the two arms enables. */
const shareOf = (key: string, number: (row: Overlap) => number) =>
  col(`${key}_share`, '% of all', share, (row: Overlap) => {
    const all = row.sameText + row.sharedOtherText + row.onlyA + row.onlyB;
    return all > 0 ? number(row) / all : undefined;
  });
