import type {TrialReport} from '../analysis/trial-report.ts';
import {count, table, textCell} from '../document/cells.ts';
import {type Block, heading} from '../document/document.ts';
import {gateTable} from './gate-table.ts';
import {column} from './tables.ts';

/** What the arms load: how many rules every two of them share. Nothing where the rules are not known. */
export const overlapSection = ({overlaps}: TrialReport): Block[] =>
  overlaps.length === 0
    ? []
    : [heading(1, 'Rules that the arms load'), overlapTable('loaded-overlap', overlaps)];

export function overlapTable(name: string, overlaps: TrialReport['overlaps']): Block {
  return table({
    name,
    caption: 'Every two arms, by rule id (gid:sid:rev) and text',
    columns: [
      column('arm', 'Arm', 'text'),
      column('other_arm', 'Other arm', 'text'),
      column('same_text', 'Both, same text', 'count'),
      column('other_text', 'Both, other text', 'count'),
      column('only_arm', 'Arm alone', 'count'),
      column('only_other_arm', 'Other arm alone', 'count'),
    ],
    rows: overlaps.map(({a, b, sameText, sharedOtherText, onlyA, onlyB}) => [
      textCell(a),
      textCell(b),
      count(sameText),
      count(sharedOtherText),
      count(onlyA),
      count(onlyB),
    ]),
  });
}

/** How each arm's snapshot was judged before it was used. */
export function gateSection({arms}: TrialReport): Block[] {
  const judged = arms.flatMap(({name, identity}) =>
    identity.ruleset ? [{of: name, gate: identity.ruleset.gate}] : [],
  );
  return judged.some(({gate}) => gate.length > 0) ? [gateTable(judged)] : [];
}
