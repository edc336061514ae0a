import {count, textCell} from '../document/cells.ts';
import type {Block, Document} from '../document/document.ts';
import type {RuleOverlap} from '../domain/rule.ts';
import {shortDigest} from '../domain/snapshot.ts';
import {isoSeconds} from '../domain/time.ts';
import type {ChangedRule, KnownRule, RuleDifference} from '../rules/compare-rules.ts';
import type {AddressDifference} from '../snapshots/addresses.ts';
import type {SnapshotRow} from '../snapshots/questions.ts';
import {col, tableIfAny, tableOf} from './tables.ts';

const nameOf = ({manifest, lastAt}: SnapshotRow): string =>
  `${manifest.name} ${shortDigest(manifest.digest)} (taken ${isoSeconds(lastAt)})`;

export interface Differences {
  readonly difference: RuleDifference;
  readonly overlap: RuleOverlap;
  readonly addresses: AddressDifference;
}

/** Makes the document that compares two snapshots, of the same or of different rulesets. `limit` is the maximum number of rows per table. */
export function diffDocument(
  before: SnapshotRow,
  after: SnapshotRow,
  differences: Differences,
  limit = 200,
): Document {
  const {added, removed, newRevision, sameRevisionOtherText, enabled, disabled} = differences.difference;
  const {addresses} = differences;
  return {
    title: `Rules: ${before.manifest.name} and ${after.manifest.name}`,
    subtitle: `from ${nameOf(before)} to ${nameOf(after)}`,
    blocks: [
      changeTable(differences),
      overlapTable(differences),
      ...rulesTable('added', 'Added', added, limit),
      ...rulesTable('removed', 'Removed', removed, limit),
      ...changesTable('new-revision', 'New revision', newRevision, limit),
      ...changesTable('other-text', 'Same revision, changed text', sameRevisionOtherText, limit),
      ...rulesTable('enabled', 'Newly enabled', enabled, limit),
      ...rulesTable('disabled', 'Newly disabled', disabled, limit),
      ...addressTable('addresses-added', 'Addresses added', addresses.added, limit),
      ...addressTable('addresses-removed', 'Addresses removed', addresses.removed, limit),
    ],
  };
}

/** Makes the table of changes over all rules, matched by gid:sid. */
function changeTable({difference, addresses}: Differences): Block {
  const rows: [what: string, count: number][] = [
    ['added', difference.added.length],
    ['removed', difference.removed.length],
    ['new revision', difference.newRevision.length],
    ['same revision, changed text', difference.sameRevisionOtherText.length],
    ['newly enabled', difference.enabled.length],
    ['newly disabled', difference.disabled.length],
    ['unchanged', difference.unchanged],
    ...addressCounts(addresses),
  ];
  return tableOf('difference', 'Changes, over all rules (matched by gid:sid)', rows, [
    col('what', 'Change', textCell, ([what]) => what),
    col('count', 'Count', count, ([, number]) => number),
  ]);
}

/** Makes the table of the enabled rules of two snapshots, matched by rule id. */
function overlapTable({overlap}: Differences): Block {
  const rows: [what: string, count: number][] = [
    ['shared, identical', overlap.sameText],
    ['shared, changed', overlap.sharedOtherText],
    ['only in the first', overlap.onlyA],
    ['only in the second', overlap.onlyB],
  ];
  return tableOf(
    'enabled-overlap',
    'Enabled rules, matched by gid:sid:rev (identical: same text too)',
    rows,
    [
      col('what', 'Enabled rules', textCell, ([what]) => what),
      col('count', 'Rules', count, ([, number]) => number),
    ],
  );
}

/** Returns the rows about blocklist addresses; none if neither snapshot has a blocklist. */
function addressCounts({added, removed, unchanged}: AddressDifference): [string, number][] {
  if (added.length + removed.length + unchanged === 0) return [];
  return [
    ['addresses added', added.length],
    ['addresses removed', removed.length],
    ['addresses unchanged', unchanged],
  ];
}

const addressTable = (name: string, caption: string, rows: readonly string[], limit: number): Block[] =>
  tableIfAny(name, caption, rows, [col('address', 'Address', textCell, address => address)], limit);

const rulesTable = (name: string, caption: string, rules: readonly KnownRule[], limit: number): Block[] =>
  tableIfAny(
    name,
    caption,
    rules,
    [
      col('rule', 'Rule', textCell, ({gid, sid, rev}) => `${gid}:${sid}:${rev}`),
      col('msg', 'Message', textCell, rule => rule.msg),
      col('classtype', 'Classtype', textCell, rule => rule.classtype),
      col('state', 'State', textCell, rule => (rule.enabled ? 'enabled' : 'disabled')),
    ],
    limit,
  );

/** Makes a table with one row for each changed option. */
function changesTable(
  name: string,
  caption: string,
  changes: readonly ChangedRule[],
  limit: number,
): Block[] {
  const rows = changes.flatMap(({before, after, options}) =>
    options.map(option => ({
      rule: `${after.gid}:${after.sid} ${before.rev}→${after.rev}`,
      msg: after.msg,
      ...option,
    })),
  );
  return tableIfAny(
    name,
    caption,
    rows,
    [
      col('rule', 'Rule', textCell, row => row.rule),
      col('msg', 'Message', textCell, row => row.msg),
      col('option', 'Option', textCell, row => row.name),
      col('before', 'Before', textCell, row => row.before),
      col('after', 'After', textCell, row => row.after),
    ],
    limit,
  );
}
