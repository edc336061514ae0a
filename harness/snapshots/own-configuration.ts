import {ok, type Result} from '../domain/result.ts';
import type {Policy} from '../domain/rule.ts';
import type {Layout} from '../domain/snapshot.ts';
import type {Exclusion} from './exclude.ts';
import {fail, type SnapshotFailure} from './failures.ts';
import {newestUpTo} from './known-snapshots.ts';
import type {Members, SourceFile, SourceRequest} from './ports.ts';

/** LightSPD's file names of the policies; without a policy no rule is active. */
const POLICY_FILES: Readonly<Record<Policy, string>> = {
  connectivity: 'connectivity-over-security.lua',
  balanced: 'balanced-security-and-connectivity.lua',
  security: 'security-over-connectivity.lua',
  'max-detect': 'maximum-detection.lua',
};

const LEFT_OUT = Buffer.from('# left out\n');

type Refused = Result<never, SnapshotFailure>;

const refused = (request: SourceRequest, path: string, reason: string): Refused =>
  fail('archive-refused', {ruleset: request.ruleset, path, reason});

/** The entry of LightSPD's manifest for the Snort that will run. */
interface ForSnort {
  readonly policies_path?: unknown;
  readonly architectures?: Readonly<Record<string, {modules_path?: unknown}>>;
}

/** Returns LightSPD's own policy configuration with everything that it includes; undefined if ruletrial's is used. */
export function ownConfiguration(
  layout: Layout,
  members: Members,
  path: string,
  request: SourceRequest,
  exclusion: Pick<Exclusion, 'leavesOut'>,
): Result<{entry: string; files: readonly SourceFile[]} | undefined, SnapshotFailure> {
  if (request.config === 'ruletrial') return ok(undefined);
  if (layout !== 'lightspd') return refused(request, path, 'config: lightspd needs the LightSPD archive');
  if (!request.policy) return refused(request, path, 'config: lightspd needs a policy');
  const manifest = forSnort(members, request);
  const folder = `lightspd/${String(manifest?.policies_path ?? '').replace(/\/+$/, '')}`;
  const entry = `${folder}/${POLICY_FILES[request.policy]}`;
  if (!members.files.has(entry))
    return refused(request, path, `its manifest names ${entry}, which it does not contain`);
  const kept = [
    `${folder}/`,
    'lightspd/policies/common/',
    'lightspd/rules/',
    'lightspd/builtins/',
    'lightspd/modules/stubs/',
  ];
  const files = [...members.files]
    .filter(([name]) => kept.some(part => name.startsWith(part)))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, bytes]): SourceFile => {
      // the configuration includes it by name, so the file must exist
      const isLeftOut = name.endsWith('.rules') && exclusion.leavesOut(name);
      return {from: `${path}!${name}`, name, bytes: isLeftOut ? LEFT_OUT : bytes, kind: 'own'};
    });
  return ok({entry, files});
}

/** Returns the programs of SO rules for the declared platform; none if SO rules are skipped. */
export function soModules(
  layout: Layout,
  members: Members,
  path: string,
  request: SourceRequest,
): Result<readonly SourceFile[], SnapshotFailure> {
  if (request.soRules === 'skip' || layout === 'community') return ok([]);
  if (!request.soPlatform)
    return refused(request, path, 'so_rules: load needs so_platform, such as ubuntu-x64');
  const folder =
    layout === 'registered' ? `so_rules/precompiled/${request.soPlatform}/` : moduleFolder(members, request);
  const modules = [...members.files].filter(
    ([name]) => folder && name.startsWith(folder) && name.endsWith('.so'),
  );
  if (modules.length === 0) return refused(request, path, `it has no SO rules for ${request.soPlatform}`);
  return ok(
    modules
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, bytes]) => ({from: `${path}!${name}`, name, bytes, kind: 'module' as const})),
  );
}

function moduleFolder(members: Members, request: SourceRequest): string | undefined {
  const folder = forSnort(members, request)?.architectures?.[request.soPlatform ?? '']?.modules_path;
  return typeof folder === 'string' ? `lightspd/${folder.replace(/\/+$/, '')}/so_rules/` : undefined;
}

/** Finds the manifest entry of the newest Snort that is not newer than the one that will run. */
function forSnort(members: Members, request: SourceRequest): ForSnort | undefined {
  try {
    const bytes = members.files.get('lightspd/manifest.json');
    const versions = JSON.parse(Buffer.from(bytes ?? []).toString())['snort versions'] as Record<
      string,
      ForSnort
    >;
    const key = newestUpTo(Object.keys(versions), request.snortVersion, version => version);
    return key === undefined ? undefined : versions[key];
  } catch {
    return undefined;
  }
}
