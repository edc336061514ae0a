import {count, table, textCell} from '../document/cells.ts';
import type {Block, Document} from '../document/document.ts';
import type {RuleOverlap} from '../domain/rule.ts';
import {isoSeconds} from '../domain/time.ts';
import type {ChangedRule, KnownRule, RuleDifference} from '../rules/compare-rules.ts';
import type {AddressDifference} from '../snapshots/addresses.ts';
import type {SnapshotRow} from '../snapshots/questions.ts';
import {column, cut} from './tables.ts';
import {shortDigest} from './tell-snapshots.ts';

const nameOf = ({manifest, lastAt}: SnapshotRow): string =>
  `${manifest.name} ${shortDigest(manifest.digest)} (taken ${isoSeconds(lastAt)})`;

export interface Differences {
  readonly difference: RuleDifference;
  readonly overlap: RuleOverlap;
  readonly addresses: AddressDifference;
}

/** Two snapshots of one ruleset or of two: which rules came, went and changed. `limit`: rows of a table on a page. */
export function tellDiff(
  before: SnapshotRow,
  after: SnapshotRow,
  {difference, overlap, addresses}: Differences,
  limit = 200,
): Document {
  const {added, removed, newRevision, sameRevisionOtherText, enabled, disabled, unchanged} = difference;
  return {
    title: `Rules: ${before.manifest.name} and ${after.manifest.name}`,
    subtitle: `from ${nameOf(before)} to ${nameOf(after)}`,
    blocks: [
      table({
        name: 'difference',
        caption: 'In numbers',
        columns: [column('what', 'What', 'text'), column('count', 'Count', 'count')],
        rows: (
          [
            ['added', added.length],
            ['removed', removed.length],
            ['new revision', newRevision.length],
            ['same revision, other text', sameRevisionOtherText.length],
            ['newly enabled', enabled.length],
            ['newly disabled', disabled.length],
            ['unchanged', unchanged],
            ['loaded by both, same text', overlap.sameText],
            ['loaded by both, other text', overlap.sharedOtherText],
            ['loaded by the first alone', overlap.onlyA],
            ['loaded by the second alone', overlap.onlyB],
            ...addressCounts(addresses),
          ] as const
        ).map(([what, n]) => [textCell(what), count(n)]),
      }),
      ...rulesTable('added', 'Added', added, limit),
      ...rulesTable('removed', 'Removed', removed, limit),
      ...changesTable('new-revision', 'New revision', newRevision, limit),
      ...changesTable('other-text', 'Same revision, other text', sameRevisionOtherText, limit),
      ...rulesTable('enabled', 'Newly enabled', enabled, limit),
      ...rulesTable('disabled', 'Newly disabled', disabled, limit),
      ...addressTable('addresses-added', 'Addresses added', addresses.added, limit),
      ...addressTable('addresses-removed', 'Addresses removed', addresses.removed, limit),
    ],
  };
}

/** Of blocklists; nothing where neither snapshot has one. */
function addressCounts({added, removed, unchanged}: AddressDifference): (readonly [string, number])[] {
  if (added.length + removed.length + unchanged === 0) return [];
  return [
    ['addresses added', added.length],
    ['addresses removed', removed.length],
    ['addresses unchanged', unchanged],
  ];
}

function addressTable(name: string, caption: string, addresses: readonly string[], limit: number): Block[] {
  const rows = addresses.map(address => [textCell(address)]);
  return rows.length === 0 ? [] : [cut(name, caption, [column('address', 'Address', 'text')], rows, limit)];
}

function rulesTable(name: string, caption: string, rules: readonly KnownRule[], limit: number): Block[] {
  if (rules.length === 0) return [];
  const columns = [
    column('rule', 'Rule', 'text'),
    column('msg', 'Message', 'text'),
    column('classtype', 'Classtype', 'text'),
    column('state', 'State', 'text'),
  ];
  const rows = rules.map(({gid, sid, rev, msg, classtype, enabled}) => [
    textCell(`${gid}:${sid}:${rev}`),
    textCell(msg),
    textCell(classtype),
    textCell(enabled ? 'enabled' : 'disabled'),
  ]);
  return [cut(name, caption, columns, rows, limit)];
}

/** One line for each changed option. */
function changesTable(
  name: string,
  caption: string,
  changes: readonly ChangedRule[],
  limit: number,
): Block[] {
  if (changes.length === 0) return [];
  const columns = [
    column('rule', 'Rule', 'text'),
    column('msg', 'Message', 'text'),
    column('option', 'Option', 'text'),
    column('before', 'Before', 'text'),
    column('after', 'After', 'text'),
  ];
  const rows = changes.flatMap(({before, after, options}) =>
    options.map(change => [
      textCell(`${after.gid}:${after.sid} ${before.rev}→${after.rev}`),
      textCell(after.msg),
      textCell(change.name),
      textCell(change.before),
      textCell(change.after),
    ]),
  );
  return [cut(name, caption, columns, rows, limit)];
}
