import {textCell} from '../document/cells.ts';
import {type Document, text} from '../document/document.ts';
import {plural} from '../domain/plural.ts';
import {col, tableOf} from './tables.ts';

/** A trial that ran the stored plan of another one. */
export interface Rerun {
  readonly original: string;
  readonly trial: string;
  readonly alerts: number;
  readonly differences: readonly {
    readonly arm: string;
    readonly what: string;
    readonly first: string;
    readonly again: string;
  }[];
}

/** Makes the document that says whether a rerun was identical, and lists the differences. */
export function rerunDocument({original, trial, alerts, differences}: Rerun): Document {
  const subtitle = `${trial} against ${original}: engine, rules, configuration, and every alert of every arm and capture`;
  if (differences.length === 0) {
    const same = text('good', `identical, field by field: ${plural(alerts, 'alert')}`);
    return {title: 'Identical', subtitle, blocks: [same]};
  }
  return {
    title: 'Different',
    subtitle,
    blocks: [
      tableOf('differences', 'What differs', differences, [
        col('arm', 'Arm', textCell, row => row.arm),
        col('what', 'What', textCell, row => row.what),
        col('first', original, textCell, row => row.first),
        col('again', trial, textCell, row => row.again),
      ]),
    ],
  };
}
