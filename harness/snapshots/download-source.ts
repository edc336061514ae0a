import {failed, ok} from '../domain/result.ts';
import {archiveSource} from './archive-source.ts';
import {fetchSource} from './fetch-source.ts';
import {listSource} from './list-source.ts';
import type {RulesetSource} from './ports.ts';
import {cameFrom, lacksOf, orderFrom, type Provider, type ProviderOutside} from './provider.ts';

/** A list has some ten thousand lines. */
const MAX_LIST_BYTES = 64 * 1024 * 1024;

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

/** A blocklist at an address of anyone's. */
export function urlSource(outside: ProviderOutside): RulesetSource {
  return {
    async read(url, asked) {
      const name = /\/([A-Za-z0-9._-]{1,100})(?:[?#].*)?$/.exec(url)?.[1] ?? 'list.txt';
      const {ruleset} = asked;
      const order = {
        ruleset,
        name,
        url,
        secret: undefined,
        expects: 'list' as const,
        maxBytes: MAX_LIST_BYTES,
      };
      const fetched = await fetchSource(order, outside);
      if (!fetched.ok) return fetched;
      const content = await listSource(outside.readWhole).read(fetched.value.path, asked);
      if (!content.ok) return content;
      const {files} = content.value;
      return cameFrom(fetched.value.url, ok({files, newestAt: fetched.value.fetchedAt}));
    },
  };
}
