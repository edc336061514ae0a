import {failed, ok, type Result} from '../domain/result.ts';
import {archiveSource} from './archive-source.ts';
import type {SnapshotFailure} from './failures.ts';
import {type Fetched, fetchSource} from './fetch-source.ts';
import {followIncludes} from './follow-includes.ts';
import {kindOfFile} from './kind-of-file.ts';
import {listSource} from './list-source.ts';
import type {Asked, RulesetSource, SourceContent} from './ports.ts';
import {cameFrom, lacksOf, orderFrom, type Provider, type ProviderOutside} from './provider.ts';

/** Twice the largest archive of rules there is; unpacked text may have as much. */
const MAX_BYTES = 256 * 1024 * 1024;

/** ruletrial downloads; PulledPork3 makes the rules where it is installed. Its place is not looked at. */
export function downloadSource(provider: Provider, outside: ProviderOutside): RulesetSource {
  return {
    lacks: lacksOf(provider),
    async read(_place, asked) {
      const order = orderFrom(provider, asked);
      if ('kind' in order) return failed(order);
      const fetched = await fetchSource(order, outside);
      if (!fetched.ok) return fetched;
      const content = await archiveSource(outside, provider.layout).read(fetched.value.path, asked);
      return cameFrom(order.url, content);
    },
  };
}

/** Rules, a blocklist or an archive at an address of anyone's: taken for what it is. */
export function urlSource(outside: ProviderOutside, of: 'any' | 'list' = 'any'): RulesetSource {
  return {
    async read(url, asked) {
      const name = /\/([A-Za-z0-9._-]{1,100})(?:[?#].*)?$/.exec(url)?.[1] ?? 'list.txt';
      const {ruleset} = asked;
      const order = {ruleset, name, url, secret: undefined, expects: 'any' as const, maxBytes: MAX_BYTES};
      const fetched = await fetchSource(order, outside);
      if (!fetched.ok) return fetched;
      const {path} = fetched.value;
      const file = await outside.readWhole(path);
      const kind = file && of === 'any' ? kindOfFile(path, file.bytes) : 'list';
      if (kind === 'archive')
        return cameFrom(fetched.value.url, await archiveSource(outside).read(path, asked));
      if (file && kind === 'rules') return rulesFrom(fetched.value, name, file.bytes, asked);
      const content = await listSource(outside.readWhole).read(path, asked);
      if (!content.ok) return content;
      // the copy in the cache is no place that anybody knows
      const files = content.value.files.map(list => ({...list, from: fetched.value.url}));
      return cameFrom(fetched.value.url, ok({files, newestAt: fetched.value.fetchedAt}));
    },
  };
}

/** One file of rules: what it includes was not downloaded with it. */
async function rulesFrom(
  {url, fetchedAt}: Fetched,
  name: string,
  bytes: Uint8Array,
  {ruleset}: Asked,
): Promise<Result<SourceContent, SnapshotFailure>> {
  const files = await followIncludes(
    ruleset,
    [{from: url, name, bytes}],
    async () => 'it was not downloaded; give an archive of all files',
  );
  return files.ok ? ok({files: files.value, newestAt: fetchedAt, url}) : files;
}
