import {RECORDED_FOLDER} from '../domain/capture.ts';
import {type Failure, thrownMessage} from '../domain/failure.ts';
import {MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import type {LivePlan} from '../domain/trial.ts';
import type {Recorder, RunningRecorder} from '../engine/ports.ts';
import type {ConductorState} from './conductor-state.ts';
import type {LiveFacts} from './live-facts.ts';
import {
  FILES_PER_RING,
  type RecordedFile,
  RecordingRing,
  type RingDeps,
  type RingState,
} from './recording-ring.ts';

const HOUR = 3600 * MICROS_PER_SECOND;
/** Delay before a failed recorder is started again. It doubles with each further failure, up to `LONGEST_DELAY`. */
const FIRST_DELAY = 30 * MICROS_PER_SECOND;
const LONGEST_DELAY = 600 * MICROS_PER_SECOND;

type RecordPlan = NonNullable<LivePlan['record']>;

export type RecordersDeps = RingDeps & {
  readonly recorder: Recorder;
  readonly messageOf: (failure: Failure) => string;
};

interface FileInProgress extends RecordedFile {
  readonly key: string;
  readonly fileIndex: number;
  readonly recorder: RunningRecorder;
  /** When the next file began. Packets that are in both files are kept only in the later one. */
  to: Micros | undefined;
  ended: boolean;
  stopped: boolean;
}

type RecordState = RingState & Pick<ConductorState, 'paused' | 'jobs' | 'waitForJobs'>;

/** Records the interface's traffic during slots, with a new file at least every hour. When the ring is full, the oldest files are deleted. */
export class Recorders {
  readonly #deps: RecordersDeps;
  readonly #state: RecordState;
  readonly #ring: RecordingRing;
  #current: FileInProgress | undefined;
  /** The file that was begun last. It can still be in progress after `#current` was cleared. */
  #newest: FileInProgress | undefined;
  #notBefore: Micros = 0;
  #retryDelay: Micros = 0;
  /** True after a failure was reported, until a recorder has started again. */
  #failureReported = false;
  #starting = false;
  /** Number of ended files that are being trimmed. */
  #trimming = 0;

  constructor(state: RecordState, deps: RecordersDeps) {
    this.#state = state;
    this.#deps = deps;
    this.#ring = new RecordingRing(state, deps);
  }

  /** Starts the file that is due, and only then stops the previous one, so that no packet is missed. */
  async step(): Promise<void> {
    const {store, clock} = this.#deps;
    const {record, sensor} = store.plan.live;
    if (!record || sensor.kind !== 'interface' || this.#starting) return;
    const now = clock.now();
    const facts = store.facts();
    const slot = facts.slots.find(({state, beginsAt, endsAt}) => !state && beginsAt <= now && now < endsAt);
    const wanted = slot && !this.#state.paused && facts.stoppedAt === undefined ? slot : undefined;
    if (!wanted) return this.#stop(this.#current);
    const hour = Math.floor((now - wanted.beginsAt) / HOUR);
    const fileIndex = await this.#fileIndex(record.ringBytes);
    const key = `${wanted.slot} ${hour} ${fileIndex}`;
    if ((this.#current?.key === key && !this.#current.ended) || this.#isBackingOff(now)) return;
    const old = this.#current;
    this.#starting = true;
    try {
      await this.#startFile({slot: wanted.slot, fileIndex, key}, sensor.interface, record);
    } finally {
      this.#starting = false;
    }
    if (this.#current !== old) this.#stop(old);
    this.#ring.makeRoom();
  }

  /** Ends the current file and waits until it is kept. */
  async end(): Promise<void> {
    this.#stop(this.#current);
    await this.#state.waitForJobs('record');
  }

  /** Trims and keeps the files that a killed process left behind. */
  async recover(facts: LiveFacts): Promise<void> {
    await this.#ring.recover(facts, this.#current?.recording);
  }

  /** Frees disk space by deleting recordings. Returns false if even that cannot free enough, and true while files are being deleted or trimmed. */
  freeSpace(bytes: number): boolean {
    const deleting = this.#state.jobs.some(({kind}) => kind === 'delete');
    // while a file is being trimmed, it takes up its space twice
    return this.#trimming > 0 || deleting || this.#ring.freeSpace(bytes);
  }

  /** Whether the retry delay after a failure still lasts. It ends early if the clock was set back. */
  #isBackingOff(now: Micros): boolean {
    return now < this.#notBefore && this.#notBefore - now <= this.#retryDelay;
  }

  /** Returns the index of the file to write now. It is one more than the current index if the current file is full. */
  async #fileIndex(ringBytes: number): Promise<number> {
    const current = this.#current;
    if (!current || current.ended) return current?.fileIndex ?? 0;
    const found = await this.#deps.recordings.describe(current.file).catch(() => undefined);
    return (found?.bytes ?? 0) > ringBytes / FILES_PER_RING ? current.fileIndex + 1 : current.fileIndex;
  }

  /** Starts a new file and stores it. If the recorder does not start, nothing is stored. */
  async #startFile(
    start: Pick<FileInProgress, 'slot' | 'fileIndex' | 'key'>,
    iface: string,
    record: RecordPlan,
  ): Promise<void> {
    const {store, clock, recordings} = this.#deps;
    const file = `${RECORDED_FOLDER}/slot-${String(start.slot + 1).padStart(4, '0')}-${clock.now()}.pcap`;
    const started = await this.#startRecorder(file, iface, record).catch(thrownMessage);
    if (typeof started === 'string') {
      await this.#ring.remove(start.slot, recordings.remove(file));
      return this.#postFailure(start.slot, started);
    }
    const from = clock.now();
    const recording = store.startRecording({slot: start.slot, file, at: from});
    const begun = {recording, file, from, recorder: started};
    const inProgress: FileInProgress = {...start, ...begun, to: undefined, ended: false, stopped: false};
    if (this.#newest && !this.#newest.ended) this.#newest.to = from;
    this.#newest = inProgress;
    this.#failureReported = false;
    this.#current = inProgress;
    this.#state.runInBackground({kind: 'record', file}, this.#finishWhenEnded(inProgress));
  }

  /** Starts a recorder and waits until it records. Returns the reason if it does not start. */
  async #startRecorder(file: string, iface: string, record: RecordPlan): Promise<RunningRecorder | string> {
    const {recorder, recordings, messageOf} = this.#deps;
    const started = await recorder.start({
      interface: iface,
      filter: recordFilter(record),
      snaplen: record.snaplen,
      file: `${recordings.path(file)}.raw`,
      folder: await recordings.scratch(file),
    });
    if (!started.ok) return messageOf(started.failure);
    const ready = await started.value.ready.catch(thrownMessage);
    if (ready === true) return started.value;
    if (ready) started.value.stop();
    const {endReason} = await started.value.ended;
    return ready || (endReason ?? 'tcpdump ended at once');
  }

  /** Makes the retry delay longer, and posts a notice if this is the first failure. */
  #postFailure(slot: number, reason: string): void {
    this.#retryDelay = Math.min(Math.max(2 * this.#retryDelay, FIRST_DELAY), LONGEST_DELAY);
    this.#notBefore = this.#deps.clock.now() + this.#retryDelay;
    if (!this.#failureReported) this.#ring.postFailure(slot, reason);
    this.#failureReported = true;
  }

  #stop(inProgress: FileInProgress | undefined): void {
    if (!inProgress || inProgress.stopped || inProgress.ended) return;
    inProgress.stopped = true;
    inProgress.recorder.stop();
    if (this.#current === inProgress) this.#current = undefined;
  }

  /** Waits until the recorder ends, then trims and keeps its file. */
  async #finishWhenEnded(inProgress: FileInProgress): Promise<void> {
    const end = await inProgress.recorder.ended.catch(thrown => ({
      packets: undefined,
      endReason: thrownMessage(thrown),
    }));
    inProgress.ended = true;
    const now = this.#deps.clock.now();
    // a recorder that ran longer than the retry delay has worked, so the next delay starts from the beginning
    if (now - inProgress.from >= this.#retryDelay) this.#retryDelay = 0;
    if (!inProgress.stopped) this.#postFailure(inProgress.slot, end.endReason ?? 'tcpdump ended');
    const to = inProgress.to !== undefined && inProgress.to > inProgress.from ? inProgress.to : now;
    this.#trimming += 1;
    await this.#ring.keep(inProgress, end.packets?.dropped, to).finally(() => {
      this.#trimming -= 1;
    });
  }
}

/** Builds the BPF filter. Management ports are always excluded; the declared filter applies to everything else. */
function recordFilter({filter, excludePorts}: RecordPlan): string {
  const ports = excludePorts.map(port => `port ${port}`).join(' or ');
  const parts = [...(ports ? [`not (${ports})`] : []), ...(filter ? [`(${filter})`] : [])];
  return parts.join(' and ');
}
