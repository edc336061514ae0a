const last = new WeakMap<object, Promise<unknown>>();

/** Work on the snapshots of one catalogue, one after another: two takes of the same rules would clear each other away. */
export function inTurn<T>(catalogue: object, work: () => Promise<T>): Promise<T> {
  const before = last.get(catalogue) ?? Promise.resolve();
  const done = before.then(work, work);
  last.set(
    catalogue,
    done.catch(() => {}),
  );
  return done;
}
