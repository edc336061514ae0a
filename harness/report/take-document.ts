import type {TakenRuleset} from '../arms/take-rulesets.ts';
import {count, textCell} from '../document/cells.ts';
import type {Block, Document} from '../document/document.ts';
import {ruleCount, shortDigest} from '../domain/snapshot.ts';
import {gateTable} from './gate-table.ts';
import {col, tableOf} from './tables.ts';

/** Makes the document that shows the result for each requested ruleset. */
export function takeDocument(taken: readonly TakenRuleset[]): Document {
  const rows = taken.map(row => ({...row, shown: row.manifest ?? row.last}));
  return {
    title: 'Snapshots taken',
    subtitle: taken.some(({result}) => result === 'refused')
      ? 'Refused rulesets keep their last good snapshot.'
      : '',
    blocks: [
      tableOf('taken', 'By ruleset', rows, [
        col('ruleset', 'Ruleset', textCell, row => row.ruleset),
        col('result', 'Result', textCell, row => row.result),
        col('snapshot', 'Snapshot in use', textCell, ({shown}) => shown && shortDigest(shown.digest)),
        col('rules', 'Rules', count, ({shown}) => shown && ruleCount(shown.counts)),
        col('enabled', 'Enabled', count, ({shown}) => shown?.counts.enabled),
        col('addresses', 'Addresses', count, ({shown}) => shown?.counts.entries || undefined),
        col('reason', 'Reason', textCell, row => row.message),
      ]),
      ...gateOf(taken),
    ],
  };
}

/** Makes the table of the gate's checks, unless no ruleset came as far as the gate. */
function gateOf(taken: readonly TakenRuleset[]): Block[] {
  const checked = taken.flatMap(({ruleset, manifest}) =>
    manifest ? [{name: ruleset, gate: manifest.gate}] : [],
  );
  return checked.length > 0 ? [gateTable('Ruleset', checked)] : [];
}
