import {at, count, facts, table, textCell} from '../document/cells.ts';
import {type Cell, type Document, heading, text} from '../document/document.ts';
import {type Manifest, ruleCount} from '../domain/snapshot.ts';
import type {SnapshotRow} from '../snapshots/questions.ts';
import {gateTable} from './gate-table.ts';
import {column} from './tables.ts';

export const shortDigest = (digest: string): string => digest.slice(0, 12);

/** All snapshots, the newest of each ruleset first. */
export function tellSnapshots(rows: readonly SnapshotRow[], stateDir: string): Document {
  return {
    title: 'Snapshots',
    subtitle: `in ${stateDir}`,
    blocks: [
      table({
        name: 'snapshots',
        caption: 'By ruleset and what is baked into it, the newest first',
        columns: [
          column('ruleset', 'Ruleset', 'text'),
          column('variant', 'Policy', 'text'),
          column('snapshot', 'Snapshot', 'text'),
          column('rules', 'Rules', 'count'),
          column('enabled', 'Enabled', 'count'),
          column('addresses', 'Addresses', 'count'),
          column('newest_at', 'Newest rule', 'at'),
          column('first_at', 'First taken', 'at'),
          column('last_at', 'Last taken', 'at'),
        ],
        rows: rows.map(({manifest, variant, firstAt, lastAt}) => [
          textCell(manifest.name),
          textCell(variant),
          textCell(shortDigest(manifest.digest)),
          count(ruleCount(manifest.counts)),
          count(manifest.counts.enabled),
          count(manifest.counts.entries || undefined),
          at(manifest.newestAt || undefined),
          at(firstAt),
          at(lastAt),
        ]),
      }),
    ],
  };
}

/** One snapshot: what it is, how it was judged, what differs from its archive. */
export function tellManifest({manifest, variant, firstAt, lastAt}: SnapshotRow): Document {
  const {counts, gate, differences, files, unread = []} = manifest;
  return {
    title: `Snapshot ${shortDigest(manifest.digest)} of ${manifest.name}`,
    subtitle: manifest.source,
    blocks: [
      facts(manifestFacts(manifest, variant, firstAt, lastAt)),
      heading(1, 'Rules'),
      facts([
        ['text rules', count(counts.text)],
        ['shared-object rules', count(counts.so)],
        ['builtin rules', count(counts.builtin)],
        ['enabled', count(counts.enabled)],
        ['enabled SO rules not loaded', count(counts.soNotLoaded)],
        ['addresses', count(counts.entries || undefined)],
        ...Object.entries(counts.perPolicy).map(([policy, n]) => [`policy ${policy}`, count(n)] as const),
      ]),
      heading(1, 'Gate'),
      gateTable([{of: manifest.name, gate}]),
      ...unread.map(({file, line, reason}) => text('note', `not understood: ${file}:${line} ${reason}`)),
      ...differences.map(words => text('note', words)),
      heading(1, 'Files'),
      table({
        name: 'files',
        caption: 'As Snort loads them',
        columns: [
          column('path', 'Path', 'text'),
          column('kind', 'Kind', 'text'),
          column('from', 'From', 'text'),
          column('bytes', 'Size', 'bytes'),
          column('sha256', 'SHA-256', 'text'),
        ],
        rows: files.map(({path, kind, from, bytes, sha256}) => [
          textCell(path),
          textCell(kind),
          textCell(from),
          {type: 'bytes', value: bytes},
          textCell(sha256),
        ]),
      }),
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
    ['policy', textCell(variant)],
    ['source', textCell(manifest.source)],
    ['downloaded from', textCell(manifest.url)],
    ['archive', textCell(manifest.layout)],
    ['rules made by', textCell(manifest.processedBy)],
    ['newest rule', at(manifest.newestAt || undefined)],
    ['first taken', at(firstAt)],
    ['last taken', at(lastAt)],
    ['taken by', textCell(manifest.madeBy)],
    ['judged by', textCell(manifest.engine)],
  ];
  return rows.filter(([, cell]) => cell.value !== undefined);
}
