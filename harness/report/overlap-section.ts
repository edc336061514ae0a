import type {TrialReport} from '../analysis/trial-report.ts';
import {count, textCell} from '../document/cells.ts';
import {type Block, heading} from '../document/document.ts';
import {col, tableOf} from './tables.ts';

/** Makes the section that shows how many loaded rules each pair of arms shares. It is empty if the rules are unknown. */
export const overlapSection = ({overlaps}: TrialReport): Block[] =>
  overlaps.length === 0
    ? []
    : [heading(1, 'Rules that the arms load'), overlapTable('loaded-overlap', overlaps)];

/** Makes the table of shared rules, one row for each pair of arms. */
export const overlapTable = (name: string, overlaps: TrialReport['overlaps']): Block =>
  tableOf(name, 'Loaded rules of each pair of arms, by rule id (gid:sid:rev) and text', overlaps, [
    col('arm', 'A', textCell, row => row.a),
    col('other_arm', 'B', textCell, row => row.b),
    col('same_text', 'Shared, identical', count, row => row.sameText),
    col('other_text', 'Shared, changed', count, row => row.sharedOtherText),
    col('only_arm', 'Only in A', count, row => row.onlyA),
    col('only_other_arm', 'Only in B', count, row => row.onlyB),
  ]);
