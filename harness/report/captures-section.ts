import type {PartReport} from '../analysis/trial-report.ts';
import {textCell} from '../document/cells.ts';
import {type Block, heading, text} from '../document/document.ts';
import {alertColumns} from './across-section.ts';
import type {Limits} from './limits.ts';
import {col, tableIfAny, tableOf} from './tables.ts';

type Capture = PartReport['captures'][number];

const captureColumn = col('capture', 'Capture', textCell, ({path}: Capture) => path);
const problemOf = ({problems}: Capture): string | undefined =>
  problems.find(problem => problem !== null) ?? undefined;

/** Makes the section of captures on which the arms differ or that could not be read. Without a row limit it shows all captures. */
export function capturesSection(part: PartReport, {rows}: Limits): Block[] {
  const {captures} = part;
  if (part.part !== 'same-traffic') return [];
  // one arm has nothing to differ from: its captures are all listed
  const all = rows === Number.POSITIVE_INFINITY || part.arms.length < 2;
  const differing = captures.filter(({alerts}) => all || new Set(alerts).size > 1);
  const bad = captures.filter(capture => problemOf(capture) !== undefined);
  return [
    heading(1, 'Captures'),
    differing.length === 0
      ? text('plain', 'On every capture, all arms raised the same number of alerts.')
      : tableOf(
          'captures',
          all
            ? 'Alerts of each capture in each arm'
            : 'Captures on which the arms raised different numbers of alerts',
          differing,
          [captureColumn, ...alertColumns<Capture>(part)],
          rows,
        ),
    ...tableIfAny('captures-unreadable', 'Captures that Snort could not read to the end', bad, [
      captureColumn,
      col('reason', 'Reason', textCell, problemOf),
    ]),
  ];
}
