import {type Clock, MICROS_PER_SECOND, type Micros} from '../domain/time.ts';

/** How long a found program is cached; while a daemon runs for months, programs may be replaced. */
const TTL: Micros = 60 * MICROS_PER_SECOND;

/** Caches the result of a search for a minute; while nothing is found, each call searches again. */
export function ttlCache<T>(
  find: () => Promise<T>,
  isFound: (found: T) => boolean,
  clock: Clock,
): () => Promise<T> {
  let known: {readonly at: Micros; readonly found: Promise<T>} | undefined;
  return async () => {
    if (known && clock.now() - known.at < TTL) return known.found;
    const search = {at: clock.now(), found: find()};
    known = search;
    const found = await search.found;
    if (!isFound(found) && known === search) known = undefined;
    return found;
  };
}
