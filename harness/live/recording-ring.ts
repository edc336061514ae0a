import {thrownMessage} from '../domain/failure.ts';
import type {Micros} from '../domain/time.ts';
import type {RunFolders} from '../trial/ports.ts';
import type {ConductorState} from './conductor-state.ts';
import type {LiveFacts, RecordingFact} from './live-facts.ts';
import type {FinishedRecording, RecordingFiles} from './machine-ports.ts';
import type {LiveTrial, RecordingJournal, SameTraffic} from './ports.ts';
import {type NoticeDeps, postNotice} from './post-notice.ts';
import {isReplayed} from './replay-slots.ts';

/** A new file is begun when the current one has grown to the ring's size divided by this. */
export const FILES_PER_RING = 8;
/** Disk space that must stay free while a file is trimmed. Trimming needs as much extra space as the file takes up. */
const RESERVE_BYTES = 64 * 1024 * 1024;

export type RingDeps = NoticeDeps & {
  readonly folders: Pick<RunFolders, 'freeBytes'>;
  readonly recordings: RecordingFiles;
  readonly store: Pick<LiveTrial, 'plan' | 'facts'> & RecordingJournal & SameTraffic;
};

/** A file that was recorded. */
export interface RecordedFile {
  readonly recording: number;
  readonly file: string;
  readonly slot: number;
  readonly from: Micros;
}

export type RingState = Pick<ConductorState, 'replayed' | 'runInBackground'>;

/** Trims and keeps finished recordings, and deletes the oldest when the ring is full. Disk errors become notices and are never thrown. */
export class RecordingRing {
  readonly #deps: RingDeps;
  readonly #state: RingState;

  constructor(state: RingState, deps: RingDeps) {
    this.#state = state;
    this.#deps = deps;
  }

  /** Trims a file to its time span and keeps it. The raw file is removed only after the result is stored. */
  async keep(recorded: RecordedFile, dropped: number | undefined, toAt: Micros): Promise<void> {
    const {store, recordings} = this.#deps;
    const {recording, file, slot} = recorded;
    const kept = await this.#finish(recorded, toAt);
    if (kept) store.keepRecording(recording, {...kept, dropped, toAt});
    else {
      const nothing = {packets: undefined, dropped, bytes: 0};
      store.endRecording(recording, {...nothing, toAt, state: 'lost'});
    }
    await this.remove(slot, kept ? recordings.tidy(file) : recordings.remove(file));
    this.#state.replayed = isReplayed(this.#deps);
    this.makeRoom();
  }

  /** Trims and keeps the files that a killed process left behind, and removes files that the store does not know. */
  async recover(facts: LiveFacts, current: number | undefined): Promise<void> {
    const {store, recordings} = this.#deps;
    if (!store.plan.live.record) return;
    for (const {recording, state, file, slot, fromAt} of facts.recordings) {
      if (state !== 'writing' || recording === current) continue;
      const left = await recordings.describe(file).catch(() => undefined);
      const next = facts.recordings.find(later => later.recording > recording && later.fromAt > fromAt);
      const to = Math.min(left?.changedAt ?? fromAt, next?.fromAt ?? Number.POSITIVE_INFINITY);
      await this.keep({recording, file, slot, from: fromAt}, undefined, to);
    }
    const known = store.facts().recordings.filter(({state}) => state === 'writing' || state === 'kept');
    await this.remove(undefined, recordings.sweep(known.map(({file}) => file)));
  }

  /** Deletes the oldest files until the ring has space for the next one. */
  makeRoom(): void {
    const ringBytes = this.#deps.store.plan.live.record?.ringBytes;
    if (ringBytes === undefined) return;
    const kept = this.#kept();
    const bytes = kept.reduce((sum, file) => sum + file.bytes, 0);
    const cause = {reason: 'the ring is full', advice: 'raise record.ring'};
    this.#delete(kept, bytes - (ringBytes - ringBytes / FILES_PER_RING), cause);
  }

  /**
   * Frees at least this many bytes by deleting files, and if possible enough for the next file. Files that were already
   * replayed are deleted first. Returns false, and deletes nothing, if all kept files together are too small.
   */
  freeSpace(bytes: number): boolean {
    const {store} = this.#deps;
    const kept = this.#kept();
    if (kept.reduce((sum, file) => sum + file.bytes, 0) < bytes) return false;
    const replayed = kept.filter(({slot}) => store.isSlotReplayed(slot));
    const cause = {
      reason: 'there is too little free disk space',
      advice: 'lower record.ring, or free disk space',
    };
    const next = (store.plan.live.record?.ringBytes ?? 0) / FILES_PER_RING;
    this.#delete([...new Set([...replayed, ...kept])], bytes + next, cause);
    return true;
  }

  #kept(): readonly RecordingFact[] {
    return this.#deps.store.facts().recordings.filter(({state}) => state === 'kept');
  }

  /** Deletes files from the beginning of the list until this many bytes are freed. */
  #delete(
    files: readonly RecordingFact[],
    bytes: number,
    {reason, advice}: {reason: string; advice: string},
  ): void {
    if (bytes <= 0) return;
    const {store, recordings} = this.#deps;
    let left = bytes;
    for (const {recording, file, slot, bytes: size, packets} of files) {
      if (left <= 0) break;
      left -= size;
      if (store.plan.live.thenReplay && packets > 0 && !store.isSlotReplayed(slot)) {
        const text = `${reason}: ${file} was deleted before it was replayed; ${advice}`;
        postNotice({kind: 'recording-deleted', slot, text}, this.#deps);
      }
      store.deleteRecording(recording);
      this.#state.runInBackground({kind: 'delete', file}, this.remove(slot, recordings.remove(file)));
    }
    this.#state.replayed = isReplayed(this.#deps);
  }

  /** Waits until files are removed. A failure becomes a notice. */
  async remove(slot: number | undefined, removal: Promise<void>): Promise<void> {
    await removal.catch(thrown =>
      this.postFailure(slot, `could not delete a file that is no longer needed: ${thrownMessage(thrown)}`),
    );
  }

  postFailure(slot: number | undefined, reason: string): void {
    const slotField = slot === undefined ? {} : {slot};
    postNotice({kind: 'recording-failed', ...slotField, text: `recording: ${reason}`}, this.#deps);
  }

  /** Trims a file to its time span, or keeps it whole if there is too little space. Returns undefined if nothing can be read from it. */
  async #finish({file, slot, from}: RecordedFile, toAt: Micros): Promise<FinishedRecording | undefined> {
    const {recordings} = this.#deps;
    const untrimmed = `${file} is kept as recorded, not trimmed to its time span`;
    try {
      const [found, free] = [await recordings.describe(file), await this.#deps.folders.freeBytes()];
      if (found && !found.finished && found.bytes + RESERVE_BYTES > free) {
        this.postFailure(slot, `too little free disk space: ${untrimmed}`);
        return await this.#keepWhole(file, slot);
      }
      // if the clock was set back during the recording, its times are unreliable: all packets are kept
      const [begin, end] = toAt >= from ? [from, toAt] : [0, Number.MAX_SAFE_INTEGER];
      const trimmed = await recordings.trim(file, begin, end);
      // a recorder that was killed before the first packet leaves an empty file, which is no loss
      if (!trimmed && found?.bytes !== 0) this.postFailure(slot, `${file} cannot be read at all and is lost`);
      return trimmed;
    } catch (thrown) {
      this.postFailure(slot, `${thrownMessage(thrown)}: ${untrimmed}`);
      return this.#keepWhole(file, slot);
    }
  }

  async #keepWhole(file: string, slot: number): Promise<FinishedRecording | undefined> {
    try {
      const whole = await this.#deps.recordings.keepWhole(file);
      if (!whole) this.postFailure(slot, `${file} cannot be read at all and is lost`);
      return whole;
    } catch (thrown) {
      this.postFailure(slot, `${file} is lost: ${thrownMessage(thrown)}`);
      return undefined;
    }
  }
}
