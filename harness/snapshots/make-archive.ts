import {failed, ok, type Result} from '../domain/result.ts';
import {POLICIES, type Policy} from '../domain/rule.ts';
import type {Layout} from '../domain/snapshot.ts';
import {includesOf} from '../rules/includes.ts';
import {parseStates} from '../rules/states.ts';
import type {SnapshotFailure} from './failures.ts';
import {collectRules, type MadeRules} from './made-rules.ts';
import type {Asked, Members} from './ports.ts';

/** Folders of each kind of rules in an archive (PulledPork3 v3.0.0.5 takes the same). */
const FOLDERS: Readonly<Record<Layout, {text: string; builtin?: string; so?: string}>> = {
  community: {text: 'snort3-community-rules'},
  registered: {text: 'rules', builtin: 'builtins', so: 'so_rules'},
  lightspd: {
    text: 'lightspd/rules/3.0.0.0',
    builtin: 'lightspd/builtins/3.0.0.0-0',
    so: 'lightspd/modules/stubs',
  },
};
/** As PulledPork3's own sample of a configuration has it. */
const IGNORED = new Set(['includes.rules', 'snort3-deleted.rules']);

export interface MadeArchive {
  readonly rules: MadeRules;
  readonly policyBy: 'states' | undefined;
  readonly soNotLoaded: number;
  /** Undefined where the archive has no .states files: the rules' own metadata says it. */
  readonly perPolicy: Partial<Record<Policy, number>> | undefined;
}

/** Rules of an archive of snort.org under a policy, by the archive's own .states files where it has them. */
export function makeArchive(
  layout: Layout,
  members: Members,
  path: string,
  asked: Asked,
): Result<MadeArchive, SnapshotFailure> {
  const folders = FOLDERS[layout];
  const missing = missingInclude(folders.text, members, path, asked.ruleset);
  if (missing) return failed(missing);
  const text = collectRules(rulesIn(folders.text, members));
  const builtin = collectRules(folders.builtin ? rulesIn(folders.builtin, members) : []);
  const so = collectRules(folders.so ? rulesIn(folders.so, members) : []);
  const loaded = new Map([...text, ...builtin, ...(asked.soRules === 'load' ? so : [])]);
  if (layout === 'community')
    return ok({rules: loaded, policyBy: undefined, soNotLoaded: 0, perPolicy: undefined});
  const states = statesOf(Object.values(folders), members);
  const lacking = asked.policy && !states.has(asked.policy);
  if (lacking) {
    const reason = `it has no .states file of policy ${asked.policy}`;
    return failed({kind: 'archive-refused', ruleset: asked.ruleset, path, reason});
  }
  const chosen = asked.policy && states.get(asked.policy);
  const enabled = (key: string, byText: boolean) => (chosen ? chosen.has(key) : byText);
  const rules = new Map(
    [...loaded].map(([key, rule]) => [key, {...rule, enabled: enabled(key, rule.enabled)}]),
  );
  const notLoaded =
    asked.soRules === 'load' ? [] : [...so].filter(([key, {enabled: by}]) => enabled(key, by));
  return ok({
    rules,
    policyBy: chosen && 'states',
    soNotLoaded: notLoaded.length,
    perPolicy: Object.fromEntries(
      [...states].map(([policy, keys]) => [policy, [...keys].filter(key => loaded.has(key)).length]),
    ),
  });
}

/** Byte for byte: whatever encoding a rule is written in, it is written back so. */
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

function rulesIn(folder: string, members: Members): readonly string[] {
  return [...members.files]
    .filter(([name]) => {
      const rest = name.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : '/';
      return !rest.includes('/') && rest.endsWith('.rules') && !IGNORED.has(rest);
    })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, bytes]) => textOf(bytes));
}

/** Rules that each policy enables, by key. */
function statesOf(folders: readonly string[], members: Members): ReadonlyMap<Policy, ReadonlySet<string>> {
  const found = new Map<Policy, Set<string>>();
  for (const policy of POLICIES) {
    for (const folder of folders) {
      const bytes = members.files.get(`${folder}/rulestates-${policy}-ips.states`);
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

/** Every file that includes.rules names must be there: antivirus programs take single members away. */
function missingInclude(
  folder: string,
  members: Members,
  path: string,
  ruleset: string,
): SnapshotFailure | undefined {
  const bytes = members.files.get(`${folder}/includes.rules`);
  for (const {target, line} of bytes ? includesOf(textOf(bytes)) : []) {
    if (members.files.has(`${folder}/${target.replace(/^\.\//, '')}`)) continue;
    const [file, reason] = [`${path}!${folder}/includes.rules`, 'the archive has no such member'];
    return {kind: 'include-refused', ruleset, file, line, target, reason};
  }
  return undefined;
}
