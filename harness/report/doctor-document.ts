import {textCell} from '../document/cells.ts';
import {type Document, text} from '../document/document.ts';
import type {Check} from '../machine/ports.ts';
import {col, tableOf} from './tables.ts';

const MARK = {good: 'good', note: 'note', bad: 'BAD'} as const;

/** Makes the document that `doctor` prints: what it found on a machine, and what to do about it. */
export const doctorDocument = (system: string, checks: readonly Check[]): Document => ({
  title: 'Doctor',
  subtitle: system,
  blocks: [
    tableOf('checks', 'This machine', checks, [
      col('check', 'Check', textCell, row => row.check),
      col('state', 'State', textCell, row => MARK[row.state]),
      col('found', 'Found', textCell, row => row.found),
    ]),
    ...checks.flatMap(({check, state, advice}) =>
      advice.map(words => text(state === 'bad' ? 'warning' : 'note', `${check}: ${words}`)),
    ),
  ],
});
