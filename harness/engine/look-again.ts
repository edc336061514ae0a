import {type Clock, MICROS_PER_SECOND, type Micros} from '../domain/time.ts';

/** What was found is taken for the same so long: in the months of a daemon a program may be replaced. */
const SAME_FOR: Micros = 60 * MICROS_PER_SECOND;

/** Looks for a program at most once a minute, and each time while it is missing. */
export function lookingAgain<T>(
  find: () => Promise<T>,
  isThere: (found: T) => boolean,
  clock: Clock,
): () => Promise<T> {
  let known: {readonly at: Micros; readonly found: Promise<T>} | undefined;
  return async () => {
    if (known && clock.now() - known.at < SAME_FOR) return known.found;
    const look = {at: clock.now(), found: find()};
    known = look;
    const found = await look.found;
    if (!isThere(found) && known === look) known = undefined;
    return found;
  };
}
