import type {TrialReport} from '../analysis/trial-report.ts';
import {count, table, textCell} from '../document/cells.ts';
import {type Block, heading, text} from '../document/document.ts';
import {column, cut, snake} from './tables.ts';

/** Captures in which the arms differ or that could not be read; `limit` infinite: all of them. */
export function captureSection({trial, arms, captures}: TrialReport, limit: number): Block[] {
  if (trial.kind !== 'replay') return [];
  const all = limit === Number.POSITIVE_INFINITY;
  const differing = captures.filter(({alerts}) => all || new Set(alerts).size > 1);
  const bad = captures.filter(({problem}) => problem !== undefined);
  const blocks: Block[] = [heading(1, 'Captures')];
  if (differing.length === 0)
    blocks.push(text('plain', 'No capture has a different number of alerts in one arm than in another.'));
  else {
    blocks.push(
      cut(
        'captures',
        all ? 'Alerts of each capture in each arm' : 'Captures whose number of alerts differs between arms',
        [
          column('capture', 'Capture', 'text'),
          ...arms.map(({name}, place) => column(`alerts_${place + 1}_${snake(name)}`, name, 'count')),
        ],
        differing.map(({path, alerts}) => [textCell(path), ...alerts.map(n => count(n))]),
        limit,
      ),
    );
  }
  if (bad.length === 0) return blocks;
  blocks.push(
    table({
      name: 'captures-unreadable',
      caption: 'Captures that could not be read, or not to the end',
      columns: [column('capture', 'Capture', 'text'), column('reason', 'Reason', 'text')],
      rows: bad.map(({path, problem}) => [textCell(path), textCell(problem)]),
    }),
  );
  return blocks;
}
