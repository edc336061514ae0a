const last = new WeakMap<object, Promise<unknown>>();

/** Runs work on the snapshots of a catalogue one at a time, because two takes of the same rules would remove each other's files. */
export function inTurn<T>(catalogue: object, work: () => Promise<T>): Promise<T> {
  const before = last.get(catalogue) ?? Promise.resolve();
  const done = before.then(work, work);
  last.set(
    catalogue,
    done.catch(() => {}),
  );
  return done;
}
