import {createHash} from 'node:crypto';
import type {IngestFailure} from './failures.ts';
import type {IngestStore, KnownLog, LogSource} from './ports.ts';
import {untilBroken} from './read-words.ts';
import {RunningDigest} from './running-digest.ts';

/** Which log of its run a file is, and how far it is taken in. */
export interface Place extends Pick<KnownLog, 'log' | 'first' | 'name'> {
  readonly cursor: number;
  /** Stands at the cursor. */
  readonly digest: RunningDigest;
}

/** What the store knows of logs. */
type Known = Pick<IngestStore<unknown>, 'known' | 'running'>;

/** Where logs of other people's runs are taken in: what the user says of files that cannot be told apart. */
export interface Imported {
  /** Takes the files for logs that the arm does not hold yet. */
  readonly asNew: boolean;
  /** Takes the file for the log of this name, shorter or grown. */
  readonly sameAs: string | undefined;
}

/**
 * A file is a known log when it begins with the same record and its bytes up to the cursor have the cursor's digest:
 * a renamed, zipped or grown copy. Any other file is another log.
 */
export async function locate(
  log: LogSource,
  first: string,
  {owner, store, imported}: {owner: number; store: Known; imported: Imported | undefined},
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
  // the furthest cursor whose bytes this file repeats
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
  const taken = new Set(known.map(({log}) => log));
  let log = first;
  for (let n = 2; taken.has(log); n += 1) log = `${first}#${n}`;
  return {log, first, name, cursor: 0, digest: new RunningDigest()};
}

/** The digest of the file's bytes up to each cursor, in their order; none where the file ends before it. */
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
  // a shorter copy: nothing stands behind the cursor
  return found ? placeOf(one, found.digest) : 'all-known';
}

export const undecided = (log: LogSource, known: {readonly name: string}, why: string): IngestFailure => ({
  kind: 'log-undecided',
  file: log.name,
  known: known.name,
  why,
});
