import {RECORDED_FOLDER} from '../domain/capture.ts';
import {type Failure, thrownMessage} from '../domain/failure.ts';
import {MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import type {LivePlan} from '../domain/trial.ts';
import type {Recorder, Recording} from '../engine/ports.ts';
import type {ConductorState} from './conductor-state.ts';
import type {LiveFacts} from './live-facts.ts';
import {type Ended, PARTS, Ring, type RingDeps, type RingState} from './recording-ring.ts';

const HOUR = 3600 * MICROS_PER_SECOND;
/** Pause before a recorder that failed is started again; twice as long after each further failure. */
const FIRST_PAUSE = 30 * MICROS_PER_SECOND;
const LONGEST_PAUSE = 600 * MICROS_PER_SECOND;

type RecordPlan = NonNullable<LivePlan['record']>;

export type RecordersDeps = RingDeps & {
  readonly recorder: Recorder;
  readonly messageOf: (failure: Failure) => string;
};

interface Writing extends Ended {
  readonly key: string;
  readonly part: number;
  readonly tape: Recording;
  /** When the next file began: packets in both files count in the later one. */
  to: Micros | undefined;
  ended: boolean;
  stopped: boolean;
}

type RecordState = RingState & Pick<ConductorState, 'paused' | 'jobs' | 'ended'>;

/** Records the interface's traffic alongside the engines: one file per slot and hour, the oldest dropped first. */
export class Recorders {
  readonly #deps: RecordersDeps;
  readonly #state: RecordState;
  readonly #ring: Ring;
  #now: Writing | undefined;
  /** The recorder started last; it may end when `#now` is already another one, or none. */
  #newest: Writing | undefined;
  #notBefore: Micros = 0;
  #pause: Micros = 0;
  /** A notice of its failure was posted, and it has not recorded since. */
  #noticed = false;
  #starting = false;
  /** Files whose recorder has ended, and that are not kept yet. */
  #cutting = 0;

  constructor(state: RecordState, deps: RecordersDeps) {
    this.#state = state;
    this.#deps = deps;
    this.#ring = new Ring(state, deps);
  }

  /** Starts the file that is due now before the old one ends. */
  async step(): Promise<void> {
    const {store, clock} = this.#deps;
    const {record, sensor} = store.plan.live;
    if (!record || sensor.kind !== 'interface' || this.#starting) return;
    const now = clock.now();
    const facts = store.facts();
    const slot = facts.slots.find(({state, beginsAt, endsAt}) => !state && beginsAt <= now && now < endsAt);
    const wanted = slot && !this.#state.paused && facts.stoppedAt === undefined ? slot : undefined;
    if (!wanted) return this.#stop(this.#now);
    const hour = Math.floor((now - wanted.beginsAt) / HOUR);
    const part = await this.#part(record.ringBytes);
    const key = `${wanted.slot} ${hour} ${part}`;
    if ((this.#now?.key === key && !this.#now.ended) || this.#pausing(now)) return;
    const old = this.#now;
    this.#starting = true;
    try {
      await this.#start({slot: wanted.slot, part, key}, sensor.interface, record);
    } finally {
      this.#starting = false;
    }
    if (this.#now !== old) this.#stop(old);
    this.#ring.makeRoom();
  }

  /** Ends the file that is being written, and waits for it. */
  async end(): Promise<void> {
    this.#stop(this.#now);
    await this.#state.ended('record');
  }

  /** A file left by a harness that died is cut and kept. */
  async recover(facts: LiveFacts): Promise<void> {
    await this.#ring.recover(facts, this.#now?.recording);
  }

  /** Frees disk space by dropping recordings; whether that is enough, or may be when pending drops are done. */
  giveBack(bytes: number): boolean {
    const dropping = this.#state.jobs.some(({kind}) => kind === 'drop');
    // a file that is cut takes its room twice, for a moment
    return this.#cutting > 0 || dropping || this.#ring.giveBack(bytes);
  }

  /** A pause is over before its time when the clock was put back. */
  #pausing(now: Micros): boolean {
    return now < this.#notBefore && this.#notBefore - now <= this.#pause;
  }

  async #part(ringBytes: number): Promise<number> {
    const writing = this.#now;
    if (!writing || writing.ended) return writing?.part ?? 0;
    const raw = await this.#deps.recordings.raw(writing.file).catch(() => undefined);
    return (raw?.bytes ?? 0) > ringBytes / PARTS ? writing.part + 1 : writing.part;
  }

  /** Stores a file's row once it is being written; a recorder that does not start leaves nothing. */
  async #start(of: Pick<Writing, 'slot' | 'part' | 'key'>, iface: string, record: RecordPlan): Promise<void> {
    const {store, clock, recordings} = this.#deps;
    const file = `${RECORDED_FOLDER}/slot-${String(of.slot + 1).padStart(4, '0')}-${clock.now()}.pcap`;
    const started = await this.#ready(file, iface, record).catch(thrownMessage);
    if (typeof started === 'string') {
      await this.#ring.remove(of.slot, recordings.remove(file));
      return this.#failed(of.slot, started);
    }
    const from = clock.now();
    const recording = store.startRecording({slot: of.slot, file, at: from});
    const begun = {recording, file, from, tape: started};
    const writing: Writing = {...of, ...begun, to: undefined, ended: false, stopped: false};
    if (this.#newest && !this.#newest.ended) this.#newest.to = from;
    this.#newest = writing;
    this.#noticed = false;
    this.#now = writing;
    this.#state.background({kind: 'record', file}, this.#attend(writing));
  }

  /** A recorder that records; or why there is none. */
  async #ready(file: string, iface: string, record: RecordPlan): Promise<Recording | string> {
    const {recorder, recordings, messageOf} = this.#deps;
    const tape = await recorder.start({
      interface: iface,
      filter: recordFilter(record),
      snaplen: record.snaplen,
      file: `${recordings.path(file)}.raw`,
      folder: await recordings.scratch(file),
    });
    if (!tape.ok) return messageOf(tape.failure);
    const ready = await tape.value.ready.catch(thrownMessage);
    if (ready === true) return tape.value;
    if (ready) tape.value.stop();
    const {lastWords} = await tape.value.ended;
    return ready || (lastWords ?? 'tcpdump ended at once');
  }

  /** The next start waits, longer after each failure; one notice until it records again. */
  #failed(slot: number, words: string): void {
    this.#pause = Math.min(Math.max(2 * this.#pause, FIRST_PAUSE), LONGEST_PAUSE);
    this.#notBefore = this.#deps.clock.now() + this.#pause;
    if (!this.#noticed) this.#ring.noticeFailure(slot, words);
    this.#noticed = true;
  }

  #stop(writing: Writing | undefined): void {
    if (!writing || writing.stopped || writing.ended) return;
    writing.stopped = true;
    writing.tape.stop();
    if (this.#now === writing) this.#now = undefined;
  }

  async #attend(writing: Writing): Promise<void> {
    const end = await writing.tape.ended.catch(thrown => ({
      packets: undefined,
      lastWords: thrownMessage(thrown),
    }));
    writing.ended = true;
    const now = this.#deps.clock.now();
    // a recorder that ran longer than its pause had been working
    if (now - writing.from >= this.#pause) this.#pause = 0;
    if (!writing.stopped) this.#failed(writing.slot, end.lastWords ?? 'tcpdump ended');
    const to = writing.to !== undefined && writing.to > writing.from ? writing.to : now;
    this.#cutting += 1;
    await this.#ring.keep(writing, end.packets?.dropped, to).finally(() => {
      this.#cutting -= 1;
    });
  }
}

/** The BPF filter: management ports are always excluded; the declared filter applies to everything else. */
function recordFilter({filter, excludePorts}: RecordPlan): string {
  const ports = excludePorts.map(port => `port ${port}`).join(' or ');
  const parts = [...(ports ? [`not (${ports})`] : []), ...(filter ? [`(${filter})`] : [])];
  return parts.join(' and ');
}
