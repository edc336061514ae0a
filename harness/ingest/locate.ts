import {createHash} from 'node:crypto';
import type {IngestFailure} from './failures.ts';
import type {IngestStore, KnownLog, LogSource} from './ports.ts';
import {untilBroken} from './read-errors.ts';
import {RunningDigest} from './running-digest.ts';

/** Which log of its run a file is, and how far it is stored. */
export interface Place extends Pick<KnownLog, 'log' | 'first' | 'name'> {
  readonly cursor: number;
  /** The digest of the bytes up to the cursor. */
  readonly digest: RunningDigest;
}

/** What the store knows about logs. */
type Known = Pick<IngestStore<unknown>, 'known' | 'running'>;

/** How the user wants files to be imported that cannot be distinguished from known logs. */
export interface ImportOptions {
  /** Import the files as logs that the arm does not have yet. */
  readonly asNew: boolean;
  /** Treat the file as a shorter or longer copy of the log with this name. */
  readonly sameAs: string | undefined;
}

/**
 * Finds the known log that a file is. It must begin with the same record, and its bytes up to the cursor must have the
 * cursor's digest, as in a renamed, gzipped or longer copy. Any other file is a new log.
 */
export async function locate(
  log: LogSource,
  first: string,
  {owner, store, imported}: {owner: number; store: Known; imported: ImportOptions | undefined},
): Promise<Place | 'all-known' | IngestFailure> {
  if (imported?.sameAs !== undefined) return sameAs(log, imported.sameAs, owner, store);
  const known = store.known(owner, first);
  if (imported?.asNew) return newPlace(first, log, known);
  for (const one of known) {
    const running = store.running.get(`${owner} ${one.log}`);
    const isSame = running?.inode === log.file?.inode && (log.file?.bytes ?? 0) >= one.offset;
    if (running && isSame && running.digest.at === one.offset)
      return placeOf(one, running.digest.from(one.offset));
  }
  // the last cursor whose digest matches wins
  let place: Place | undefined;
  for (const {one, digest} of await digestsAt(log, known)) {
    if (one.digest !== undefined && digest.digestAt(one.offset) !== one.digest) continue;
    if (one.digest === undefined && imported)
      return undecided(
        log,
        one,
        'an earlier version of ruletrial imported it without storing a digest of its bytes',
      );
    place = placeOf(one, digest);
  }
  return place ?? newPlace(first, log, known);
}

const placeOf = ({log, first, name, offset}: KnownLog, digest: RunningDigest): Place => ({
  log,
  first,
  name,
  cursor: offset,
  digest,
});

function newPlace(first: string, {name}: LogSource, known: readonly KnownLog[]): Place {
  const used = new Set(known.map(({log}) => log));
  let log = first;
  for (let n = 2; used.has(log); n += 1) log = `${first}#${n}`;
  return {log, first, name, cursor: 0, digest: new RunningDigest()};
}

/** Computes the digest of the file's bytes up to each cursor, in order; cursors beyond its end are left out. */
async function digestsAt(
  log: LogSource,
  known: readonly KnownLog[],
): Promise<readonly {readonly one: KnownLog; readonly digest: RunningDigest}[]> {
  const waiting = [...known].sort((a, b) => a.offset - b.offset);
  const found: {one: KnownLog; digest: RunningDigest}[] = [];
  const hash = createHash('sha256');
  let at = 0;
  const reach = (chunk: Uint8Array) => {
    let from = 0;
    for (let one = waiting[0]; one && one.offset <= at + chunk.length; one = waiting[0]) {
      hash.update(chunk.subarray(from, one.offset - at));
      from = one.offset - at;
      found.push({one, digest: new RunningDigest(hash.copy(), one.offset)});
      waiting.shift();
    }
    if (waiting.length > 0) hash.update(chunk.subarray(from));
    at += chunk.length;
  };
  reach(new Uint8Array());
  if (waiting.length === 0) return found;
  for await (const chunk of untilBroken(log.read(0))) {
    reach(chunk);
    if (waiting.length === 0) break;
  }
  return found;
}

async function sameAs(
  log: LogSource,
  wanted: string,
  owner: number,
  store: Known,
): Promise<Place | 'all-known' | IngestFailure> {
  const known = store.known(owner);
  const one = known.find(({name}) => name === wanted || name.endsWith(`/${wanted}`));
  if (!one) return {kind: 'log-not-known', wanted, known: known.map(({name}) => name)};
  const [found] = await digestsAt(log, [one]);
  // a shorter copy has nothing after the cursor
  return found ? placeOf(one, found.digest) : 'all-known';
}

export const undecided = (log: LogSource, known: {readonly name: string}, reason: string): IngestFailure => ({
  kind: 'log-undecided',
  file: log.name,
  known: known.name,
  reason,
});
