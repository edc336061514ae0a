import {failed, ok, type Result} from '../domain/result.ts';
import {POLICIES, type Policy} from '../domain/rule.ts';
import type {Layout} from '../domain/snapshot.ts';
import {includesOf} from '../rules/includes.ts';
import {parseStates} from '../rules/states.ts';
import type {Exclusion} from './exclude.ts';
import {fail, type SnapshotFailure} from './failures.ts';
import {collectRules, type LostRule, type MadeRules, type NamedText, type Unread} from './made-rules.ts';
import type {Members, SourceRequest} from './ports.ts';

/** Folders of each kind of rules in an archive (PulledPork3 v3.0.0.5 uses the same). */
const FOLDERS: Readonly<Record<Layout, {text: string; builtin?: string; so?: string}>> = {
  community: {text: 'snort3-community-rules'},
  registered: {text: 'rules', builtin: 'builtins', so: 'so_rules'},
  lightspd: {
    text: 'lightspd/rules/3.0.0.0',
    builtin: 'lightspd/builtins/3.0.0.0-0',
    so: 'lightspd/modules/stubs',
  },
};
/** Files that are ignored, as in the sample configuration of PulledPork3. */
const IGNORED = new Set(['includes.rules', 'snort3-deleted.rules']);

export interface MadeArchive {
  readonly rules: MadeRules;
  readonly policyBy: 'states' | undefined;
  readonly soNotLoaded: number;
  /** Undefined if the archive has no .states files; the rules' metadata then decides. */
  readonly perPolicy: Partial<Record<Policy, number>> | undefined;
  readonly unread: readonly Unread[];
  readonly lost: readonly LostRule[];
  /** Folders that an archive of this layout has, and this one lacks. */
  readonly lacking: readonly string[];
  /** Keys of rules that are only in files that were left out. */
  readonly excluded: ReadonlySet<string>;
}

/** Makes the rules of an archive from snort.org under a policy, which its .states files decide if it has any. */
export function makeArchive(
  layout: Layout,
  members: Members,
  path: string,
  request: SourceRequest,
  exclusion: Exclusion,
): Result<MadeArchive, SnapshotFailure> {
  const folders = FOLDERS[layout];
  const missing = missingInclude(folders.text, members, path, request.ruleset);
  if (missing) return failed(missing);
  const loads = request.soRules === 'load';
  const texts = (folder: string | undefined) => (folder === undefined ? [] : rulesIn(folder, members, path));
  const kept = (files: readonly Member[]) => files.filter(({name}) => !exclusion.leavesOut(name));
  const [text, builtin, stubs] = [texts(folders.text), texts(folders.builtin), texts(folders.so)];
  const main = collectRules([...kept(text), ...kept(builtin), ...(loads ? kept(stubs) : [])]);
  const so = loads ? main : collectRules(kept(stubs));
  const all = collectRules([...text, ...builtin, ...(loads ? stubs : [])]).rules;
  const excluded = new Set(
    exclusion.names.size === 0 ? [] : [...all.keys()].filter(key => !main.rules.has(key)),
  );
  const common = {
    unread: main.unread,
    lost: main.lost,
    lacking: lackingFolders(layout, builtin, stubs),
    excluded,
  };
  if (layout === 'community')
    return ok({rules: main.rules, policyBy: undefined, soNotLoaded: 0, perPolicy: undefined, ...common});
  const folderList = [
    folders.text,
    ...(folders.builtin ? [folders.builtin] : []),
    ...(loads && folders.so ? [folders.so] : []),
  ];
  const states = statesOf(folderList, members);
  const hasStates = request.policy && members.files.has(statesFile(folders.text, request.policy));
  if (request.policy && !hasStates) {
    const reason = `it has no .states file for policy ${request.policy}`;
    return fail('archive-refused', {ruleset: request.ruleset, path, reason});
  }
  const chosen = request.policy && states.get(request.policy);
  const rules = new Map(
    [...main.rules].map(([key, rule]) => [key, {...rule, enabled: chosen ? chosen.has(key) : rule.enabled}]),
  );
  return ok({
    rules,
    policyBy: chosen && 'states',
    soNotLoaded: loads ? 0 : soEnabled(so.rules, request.policy, folders.so, members),
    perPolicy: Object.fromEntries(
      [...states].map(([policy, keys]) => [policy, [...keys].filter(key => main.rules.has(key)).length]),
    ),
    ...common,
  });
}

/** Counts the SO rules that the policy's states enable; without a policy, those that are not commented out. */
function soEnabled(
  so: MadeRules,
  policy: Policy | undefined,
  folder: string | undefined,
  members: Members,
): number {
  const chosen = policy && folder !== undefined ? statesOf([folder], members).get(policy) : undefined;
  return [...so].filter(([key, {enabled}]) => (policy ? chosen?.has(key) : enabled)).length;
}

function lackingFolders(
  layout: Layout,
  builtin: readonly Member[],
  so: readonly Member[],
): readonly string[] {
  const {builtin: builtinFolder, so: stubFolder} = FOLDERS[layout];
  return [
    ...(builtinFolder && builtin.length === 0 ? [builtinFolder] : []),
    ...(stubFolder && so.length === 0 ? [stubFolder] : []),
  ];
}

/** Decodes byte for byte, so that a rule keeps its encoding. */
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

interface Member extends NamedText {
  readonly name: string;
}

function rulesIn(folder: string, members: Members, path: string): readonly Member[] {
  return [...members.files]
    .filter(([name]) => {
      const rest = name.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : '/';
      return !rest.includes('/') && rest.endsWith('.rules') && !IGNORED.has(rest);
    })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, bytes]) => ({name, file: `${path}!${name}`, text: textOf(bytes)}));
}

const statesFile = (folder: string, policy: Policy): string => `${folder}/rulestates-${policy}-ips.states`;

/** Returns the keys of the rules that each policy enables. */
function statesOf(folders: readonly string[], members: Members): ReadonlyMap<Policy, ReadonlySet<string>> {
  const found = new Map<Policy, Set<string>>();
  for (const policy of POLICIES) {
    for (const folder of folders) {
      const bytes = members.files.get(statesFile(folder, policy));
      if (!bytes) continue;
      const keys = found.get(policy) ?? new Set();
      found.set(policy, keys);
      for (const {gid, sid, enabled} of parseStates(textOf(bytes)).states) {
        if (enabled) keys.add(`${gid}:${sid}`);
        else keys.delete(`${gid}:${sid}`);
      }
    }
  }
  return found;
}

/** Checks that every file named in includes.rules exists, because antivirus programs remove single members. */
function missingInclude(
  folder: string,
  members: Members,
  path: string,
  ruleset: string,
): SnapshotFailure | undefined {
  const bytes = members.files.get(`${folder}/includes.rules`);
  for (const {target, line} of bytes ? includesOf(textOf(bytes)) : []) {
    if (members.files.has(`${folder}/${target.replace(/^\.\//, '')}`)) continue;
    const [file, reason] = [`${path}!${folder}/includes.rules`, 'the archive does not contain it'];
    return {kind: 'include-refused', ruleset, file, line, target, reason};
  }
  return undefined;
}
