import {at, bytes, count, facts, textCell} from '../document/cells.ts';
import {type Cell, type Document, heading, text} from '../document/document.ts';
import {type Manifest, ruleCount, shortDigest} from '../domain/snapshot.ts';
import type {SnapshotRow} from '../snapshots/questions.ts';
import {gateTable} from './gate-table.ts';
import {col, tableOf} from './tables.ts';

/** Makes the document that lists all snapshots, the newest of each ruleset first. */
export function snapshotListDocument(rows: readonly SnapshotRow[], stateDir: string): Document {
  return {
    title: 'Snapshots',
    subtitle: `in ${stateDir}`,
    blocks: [
      tableOf('snapshots', 'By ruleset and variant, newest first', rows, [
        col('ruleset', 'Ruleset', textCell, ({manifest}) => manifest.name),
        col('variant', 'Variant', textCell, row => row.variant),
        col('snapshot', 'Snapshot', textCell, ({manifest}) => shortDigest(manifest.digest)),
        col('rules', 'Rules', count, ({manifest}) => ruleCount(manifest.counts)),
        col('enabled', 'Enabled', count, ({manifest}) => manifest.counts.enabled),
        col('addresses', 'Addresses', count, ({manifest}) => manifest.counts.entries || undefined),
        col('modified_at', 'Source last modified', at, ({manifest}) => manifest.newestAt || undefined),
        col('first_at', 'First taken', at, row => row.firstAt),
        col('last_at', 'Last taken', at, row => row.lastAt),
      ]),
    ],
  };
}

/** Makes the document about one snapshot: its source, the results of the gate, and differences from its archive. */
export function snapshotDocument({manifest, variant, firstAt, lastAt}: SnapshotRow): Document {
  const {counts, gate, differences, files, unread = []} = manifest;
  return {
    title: `Snapshot ${shortDigest(manifest.digest)} of ${manifest.name}`,
    subtitle: manifest.source,
    blocks: [
      facts(manifestFacts(manifest, variant, firstAt, lastAt)),
      heading(1, 'Rules'),
      facts([
        ['text rules', count(counts.text)],
        ['SO rules', count(counts.so)],
        ['builtin rules', count(counts.builtin)],
        ['enabled', count(counts.enabled)],
        ['enabled SO rules not loaded', count(counts.soNotLoaded)],
        ['addresses', count(counts.entries || undefined)],
        ...Object.entries(counts.perPolicy).map(([policy, n]) => [`policy ${policy}`, count(n)] as const),
      ]),
      heading(1, 'Gate'),
      gateTable('Ruleset', [{name: manifest.name, gate}]),
      ...unread.map(({file, line, reason}) => text('note', `unreadable rule: ${file}:${line} ${reason}`)),
      ...differences.map(words => text('note', words)),
      heading(1, 'Files'),
      tableOf('files', 'Files that Snort loads', files, [
        col('path', 'Path', textCell, file => file.path),
        col('kind', 'Kind', textCell, file => file.kind),
        col('from', 'From', textCell, file => file.from),
        col('bytes', 'Size', bytes, file => file.bytes),
        col('sha256', 'SHA-256', textCell, file => file.sha256),
      ]),
    ],
  };
}

function manifestFacts(
  manifest: Manifest,
  variant: string,
  firstAt: number,
  lastAt: number,
): (readonly [string, Cell])[] {
  const rows: (readonly [string, Cell])[] = [
    ['digest', textCell(manifest.digest)],
    ['variant', textCell(variant)],
    ['source', textCell(manifest.source)],
    ['downloaded from', textCell(manifest.url)],
    ['archive', textCell(manifest.layout)],
    ['rules processed by', textCell(manifest.processedBy)],
    ['source last modified', at(manifest.newestAt || undefined)],
    ['first taken', at(firstAt)],
    ['last taken', at(lastAt)],
    ['taken with', textCell(manifest.madeBy)],
    ['tested with', textCell(manifest.engine)],
  ];
  return rows.filter(([, cell]) => cell.value !== undefined);
}
