import {createHash} from 'node:crypto';
import type {SnapshotFile} from '../domain/snapshot.ts';
import {LOCAL_STATES} from '../engine/config-text.ts';
import type {DecidedRule} from './catalogue-rules.ts';
import type {JudgedList} from './judge-lists.ts';
import type {SourceFile} from './ports.ts';

/** The file of a snapshot that includes all others; Snort gets this one. */
export const ENTRY = 'all.rules';

/** Events of Snort's reputation inspector. Without their stubs, listed addresses are handled but not logged. */
const REPUTATION = [
  'packets blocked based on source',
  'packets trusted based on source',
  'packets monitored based on source',
  'packets blocked based on destination',
  'packets trusted based on destination',
  'packets monitored based on destination',
]
  .map((event, index) => `alert ( gid:136; sid:${index + 1}; rev:1; msg:"(reputation) ${event}"; )\n`)
  .join('');

export interface Assembled {
  readonly digest: string;
  readonly files: readonly SnapshotFile[];
  /** Every file in the snapshot's folder, including those derived from `files`. */
  readonly contents: readonly {readonly path: string; readonly bytes: Uint8Array}[];
}

/** Names the files of a snapshot by their index, so that equal rules get equal names. */
export function assemble(
  all: readonly SourceFile[],
  lists: readonly JudgedList[],
  ownConfig: string | undefined,
): Assembled {
  const files: (SnapshotFile & {bytesOf: Uint8Array})[] = [];
  for (const [index, file] of all.entries()) {
    const bytes =
      file.kind === 'list'
        ? Buffer.from(lists.find(list => list.file === file.from)?.text ?? '')
        : file.bytes;
    const {from, kind = 'rules'} = file;
    files.push({
      path: pathOf(file, index),
      from,
      kind,
      sha256: sha256(bytes),
      bytes: bytes.length,
      bytesOf: bytes,
    });
  }
  return {
    digest: contentDigest(
      files.map(({kind, path, bytesOf}) => ({kind, path, bytes: bytesOf})),
      ownConfig,
    ),
    files: files.map(({bytesOf: _, ...file}) => file),
    contents: [
      ...files.map(({path, bytesOf}) => ({path, bytes: bytesOf})),
      ...derivedFiles(files).map(({path, text}) => ({path, bytes: Buffer.from(text)})),
    ],
  };
}

/** Returns the files that follow from a snapshot's list of files: the one that includes the rules, and the modes of lists. */
export function derivedFiles(files: readonly SnapshotFile[]): readonly {path: string; text: string}[] {
  const rules = files.filter(({kind}) => kind === 'rules');
  const lists = files.filter(({kind}) => kind === 'list');
  const entry = rules.map(({path}) => `include ${path}\n`).join('') || '# no rules\n';
  const modes = lists.length === 0 ? [] : ['monitor', 'block'];
  return [
    {path: ENTRY, text: entry},
    ...modes.map(mode => ({
      path: `${mode}/interface.info`,
      text: lists.map(({path}, index) => `../${path}, ${index + 1}, ${mode}\n`).join(''),
    })),
  ];
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Returns the stubs without which blocklist events are not logged. */
export const reputationRules = (lists: readonly JudgedList[]): readonly SourceFile[] =>
  lists.length === 0
    ? []
    : [{from: "ruletrial's rules for blocklists", name: 'reputation.rules', bytes: Buffer.from(REPUTATION)}];

/**
 * Writes states for use with an archive's own configuration: they enable the additional rules with their own actions, and
 * apply the ruleset's tuning. Snort uses the last state of a rule.
 */
export function localStates(rules: readonly DecidedRule[]): SourceFile {
  const states = rules.map(
    ({rule: {action, gid, sid}, enabled}) =>
      `${action} ( gid:${gid}; sid:${sid}; enable${enabled ? '' : ':no'}; )\n`,
  );
  const bytes = Buffer.from(['# rules beside the archive\n', ...states].join(''));
  return {from: "ruletrial's states for local rules", name: LOCAL_STATES, bytes, kind: 'own'};
}

function pathOf({kind = 'rules', name}: SourceFile, index: number): string {
  if (kind === 'own') return name;
  const base = name.split('/').at(-1) ?? name;
  return kind === 'module'
    ? `so/${base}`
    : `${String(index + 1).padStart(3, '0')}.${kind === 'list' ? 'list' : 'rules'}`;
}

/** Computes the digest of everything that is loaded, in order, independent of file names. `config` is the archive's own configuration. */
export function contentDigest(
  files: readonly {kind: SnapshotFile['kind']; path: string; bytes: Uint8Array}[],
  config: string | undefined,
): string {
  const hash = createHash('sha256');
  for (const {bytes} of files) hash.update(bytes).update('\n');
  if (files.length > 1) hash.update(files.map(({bytes}) => bytes.length).join(' '));
  // rules files have no name of their own; other files count with their kind, and most with their path
  for (const {kind, path} of files)
    if (kind !== 'rules') hash.update(`\n${kind}${kind === 'list' ? '' : ` ${path}`}`);
  // the same files contain every policy: the configuration decides which one is loaded
  if (config !== undefined) hash.update(`\nconfig ${config}`);
  return hash.digest('hex');
}
