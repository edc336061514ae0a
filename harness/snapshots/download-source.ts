import {failed, ok, type Result} from '../domain/result.ts';
import {archiveSource} from './archive-source.ts';
import type {SnapshotFailure} from './failures.ts';
import {type Fetched, fetchSource} from './fetch-source.ts';
import {followIncludes} from './follow-includes.ts';
import {kindOfFile} from './kind-of-file.ts';
import {listSource} from './list-source.ts';
import type {RulesetSource, SourceContent, SourceRequest} from './ports.ts';
import {lacksOf, orderFrom, type Provider, type ProviderDeps, withUrl} from './provider.ts';

/** Twice the size of the largest archive of rules; the limit also applies to unpacked text. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Creates a source that ruletrial downloads itself; PulledPork3 processes the rules if it is installed. The place is not used. */
export function downloadSource(provider: Provider, deps: ProviderDeps): RulesetSource {
  return {
    lacks: lacksOf(provider),
    async read(_place, request) {
      const order = orderFrom(provider, request);
      if ('kind' in order) return failed(order);
      const fetched = await fetchSource(order, deps);
      if (!fetched.ok) return fetched;
      const content = await archiveSource(deps, provider.layout).read(fetched.value.path, request);
      return withUrl(order.url, content);
    },
  };
}

/** Creates a source for any URL with rules, a blocklist or an archive; its content decides which. */
export function urlSource(deps: ProviderDeps, expected: 'any' | 'list' = 'any'): RulesetSource {
  return {
    async read(url, request) {
      const name = /\/([A-Za-z0-9._-]{1,100})(?:[?#].*)?$/.exec(url)?.[1] ?? 'list.txt';
      const {ruleset} = request;
      const order = {ruleset, name, url, secret: undefined, expects: 'any' as const, maxBytes: MAX_BYTES};
      const fetched = await fetchSource(order, deps);
      if (!fetched.ok) return fetched;
      const {path} = fetched.value;
      const file = await deps.readWhole(path);
      const kind = file && expected === 'any' ? kindOfFile(path, file.bytes) : 'list';
      if (kind === 'archive')
        return withUrl(fetched.value.url, await archiveSource(deps).read(path, request));
      if (file && kind === 'rules') return rulesFrom(fetched.value, name, file.bytes, request);
      const content = await listSource(deps.readWhole).read(path, request);
      if (!content.ok) return content;
      // users do not know the path in the cache, so show the URL
      const files = content.value.files.map(list => ({...list, from: fetched.value.url}));
      return withUrl(fetched.value.url, ok({files, newestAt: fetched.value.fetchedAt}));
    },
  };
}

/** Reads a single file of rules; files that it includes are not downloaded. */
async function rulesFrom(
  {url, fetchedAt}: Fetched,
  name: string,
  bytes: Uint8Array,
  {ruleset}: SourceRequest,
): Promise<Result<SourceContent, SnapshotFailure>> {
  const files = await followIncludes(
    ruleset,
    [{from: url, name, bytes}],
    async () => 'it was not downloaded; use an archive that contains all files',
  );
  return files.ok ? ok({files: files.value, newestAt: fetchedAt, url}) : files;
}
