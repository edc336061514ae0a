import {createHash} from 'node:crypto';
import type {SnapshotFile} from '../domain/snapshot.ts';
import {LOCAL_STATES} from '../engine/config-text.ts';
import type {DecidedRule} from './catalogue-rules.ts';
import type {JudgedList} from './judge-lists.ts';
import type {SourceFile} from './ports.ts';

/** The file of a snapshot that includes all others; what Snort is given. */
export const ENTRY = 'all.rules';

/** Events of Snort's reputation inspector: without its stubs a listed address is handled and nothing is said. */
const REPUTATION = [
  'packets blocked based on source',
  'packets trusted based on source',
  'packets monitored based on source',
  'packets blocked based on destination',
  'packets trusted based on destination',
  'packets monitored based on destination',
]
  .map((words, place) => `alert ( gid:136; sid:${place + 1}; rev:1; msg:"(reputation) ${words}"; )\n`)
  .join('');

export interface Assembled {
  readonly digest: string;
  readonly files: readonly SnapshotFile[];
  /** Every file in the snapshot's folder, including those derived from `files`. */
  readonly contents: readonly {readonly path: string; readonly bytes: Uint8Array}[];
}

/** Puts the files of a snapshot under their names: by place, so that equal rules lie under equal names. */
export function assemble(
  all: readonly SourceFile[],
  lists: readonly JudgedList[],
  ownConfig: string | undefined,
): Assembled {
  const files: (SnapshotFile & {bytesOf: Uint8Array})[] = [];
  for (const [place, file] of all.entries()) {
    const bytes =
      file.kind === 'list'
        ? Buffer.from(lists.find(({file: of}) => of === file.from)?.text ?? '')
        : file.bytes;
    const {from, kind = 'rules'} = file;
    files.push({
      path: pathOf(file, place),
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

/** Files that follow from a snapshot's list of files: what includes the rules, what says how lists are treated. */
export function derivedFiles(files: readonly SnapshotFile[]): readonly {path: string; text: string}[] {
  const rules = files.filter(({kind}) => kind === 'rules');
  const lists = files.filter(({kind}) => kind === 'list');
  const entry = rules.map(({path}) => `include ${path}\n`).join('') || '# no rules\n';
  const modes = lists.length === 0 ? [] : ['monitor', 'block'];
  return [
    {path: ENTRY, text: entry},
    ...modes.map(mode => ({
      path: `${mode}/interface.info`,
      text: lists.map(({path}, place) => `../${path}, ${place + 1}, ${mode}\n`).join(''),
    })),
  ];
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The stubs without which blocklist events are not logged. */
export const reputationRules = (lists: readonly JudgedList[]): readonly SourceFile[] =>
  lists.length === 0
    ? []
    : [{from: "ruletrial's rules for blocklists", name: 'reputation.rules', bytes: Buffer.from(REPUTATION)}];

/**
 * With an archive's own configuration: what switches on the rules beside it, each at its own action, and what the
 * ruleset's tuning switches. Snort takes the last state of a rule.
 */
export function localStates(rules: readonly DecidedRule[]): SourceFile {
  const states = rules.map(
    ({rule: {action, gid, sid}, enabled}) =>
      `${action} ( gid:${gid}; sid:${sid}; enable${enabled ? '' : ':no'}; )\n`,
  );
  const bytes = Buffer.from(['# rules beside the archive\n', ...states].join(''));
  return {from: "ruletrial's states for local rules", name: LOCAL_STATES, bytes, kind: 'own'};
}

function pathOf({kind = 'rules', name}: SourceFile, place: number): string {
  if (kind === 'own') return name;
  const base = name.split('/').at(-1) ?? name;
  return kind === 'module'
    ? `so/${base}`
    : `${String(place + 1).padStart(3, '0')}.${kind === 'list' ? 'list' : 'rules'}`;
}

/** Over what is loaded in its order, whatever its files are called; two files are not one. `config`: of the archive's own. */
export function contentDigest(
  files: readonly {kind: SnapshotFile['kind']; path: string; bytes: Uint8Array}[],
  config: string | undefined,
): string {
  const hash = createHash('sha256');
  for (const {bytes} of files) hash.update(bytes).update('\n');
  if (files.length > 1) hash.update(files.map(({bytes}) => bytes.length).join(' '));
  // rules have no name of their own; everything else is what it is by its kind, an archive's file by its place as well
  for (const {kind, path} of files)
    if (kind !== 'rules') hash.update(`\n${kind}${kind === 'list' ? '' : ` ${path}`}`);
  // the same files hold every policy: which one is loaded, its configuration decides
  if (config !== undefined) hash.update(`\nconfig ${config}`);
  return hash.digest('hex');
}
