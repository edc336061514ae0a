import type {Comparison} from '../analysis/comparison.ts';
import type {PartReport, TrialReport} from '../analysis/trial-report.ts';
import {count, decimal, textCell} from '../document/cells.ts';
import {type Block, heading, text} from '../document/document.ts';
import type {Limits} from './limits.ts';
import {partsInOrder} from './part-order.ts';
import {col, tableOf} from './tables.ts';

const FACTS =
  'These are facts about the traffic that was replayed, not an estimate for other traffic. More flows are not better: alerts can be noise.';

/** Makes the first section: how each arm stands to the baseline, in sentences. Empty without a baseline. */
export function answerSection(report: TrialReport, {times}: Limits): Block[] {
  const comparisons = partsInOrder(report).flatMap(({part, comparisons}) =>
    comparisons.map(row => ({part, ...row})),
  );
  if (comparisons.length === 0) return [];
  // what is true of all arms, such as too few rotations, is said once
  const sentences = [...new Set(comparisons.map(({sentence}) => sentence))];
  return [
    heading(1, `Each arm against ${report.trial.baseline}`),
    ...sentences.map(sentence => text('plain', sentence)),
    ...(comparisons.some(({flows}) => flows) ? [text('note', FACTS)] : []),
    ...(times ? [comparisonTable(comparisons)] : []),
  ];
}

/** Makes the table of the figures behind the sentences, for programs. */
const comparisonTable = (rows: readonly (Comparison & Pick<PartReport, 'part'>)[]): Block =>
  tableOf('comparisons', 'Each arm against the baseline', rows, [
    col('part', 'Part', textCell, row => row.part),
    col('arm', 'Arm', textCell, row => row.arm),
    col('baseline', 'Baseline', textCell, row => row.baseline),
    col('status', 'Status', textCell, row => row.status),
    col('flows_both', 'Flows of both', count, row => row.flows?.both),
    col('flows_only_arm', 'Only by the arm', count, row => row.flows?.onlyArm),
    col('flows_only_baseline', 'Only by the baseline', count, row => row.flows?.onlyBaseline),
    col('rotations', 'Rotations', count, row => row.rotations?.completed),
    col('rotations_planned', 'Rotations planned', count, row => row.rotations?.planned),
    col('rate_ratio', 'Ratio of alert rates', decimal, row => row.ratio?.estimate),
    col('rate_ratio_lower', 'From', decimal, row => row.ratio?.lower),
    col('rate_ratio_upper', 'To', decimal, row => row.ratio?.upper),
    col('sentence', 'In words', textCell, row => row.sentence),
  ]);
