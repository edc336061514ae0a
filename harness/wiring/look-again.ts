/** What was found is taken for the same so long: in the months of a daemon a program may be replaced. */
const SAME_FOR_MS = 60_000;

/** Looks for a program at most once a minute, and each time while it is missing. */
export function lookingAgain<T>(find: () => Promise<T>, isThere: (found: T) => boolean): () => Promise<T> {
  let known: {readonly at: number; readonly found: Promise<T>} | undefined;
  return async () => {
    if (known && Date.now() - known.at < SAME_FOR_MS) return known.found;
    const look = {at: Date.now(), found: find()};
    known = look;
    const found = await look.found;
    if (!isThere(found) && known === look) known = undefined;
    return found;
  };
}
