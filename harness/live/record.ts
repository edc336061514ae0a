import {MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import type {Recording} from '../engine/ports.ts';
import type {LiveFacts} from './facts.ts';
import type {Hand} from './hand.ts';
import type {ConductLiveOutside} from './outside.ts';
import {tellNotice} from './prepare.ts';

const HOUR = 3600 * MICROS_PER_SECOND;
/** A file that has grown to this share of the ring is followed by another one. */
const PARTS = 8;
/** Pause before a recorder that ended of itself is started again. */
const AGAIN = 30 * MICROS_PER_SECOND;

interface Writing {
  readonly recording: number;
  readonly key: string;
  readonly slot: number;
  readonly file: string;
  readonly from: Micros;
  readonly part: number;
  readonly tape: Recording;
  ended: boolean;
  stopped: boolean;
}

/** Writes the interface's traffic beside the engines: a file for each slot and hour, the oldest dropped first. */
export class Recorders {
  readonly #outside: ConductLiveOutside;
  readonly #hand: Hand;
  #now: Writing | undefined;
  #notBefore = 0;
  #starting = false;

  constructor(hand: Hand, outside: ConductLiveOutside) {
    this.#hand = hand;
    this.#outside = outside;
  }

  /** Looks what is to be recorded now, and lets a new file begin before the old one ends. */
  async step(): Promise<void> {
    const {store, clock} = this.#outside;
    const {record, sensor} = store.plan.live ?? {};
    if (!record || sensor?.interface === undefined || this.#starting) return;
    const now = clock.now();
    const facts = store.facts();
    const slot = facts.slots.find(({state, beginsAt, endsAt}) => !state && beginsAt <= now && now < endsAt);
    const wanted = slot && !this.#hand.paused && facts.stoppedAt === undefined ? slot : undefined;
    if (!wanted) return this.#stop(this.#now);
    const hour = Math.floor((now - wanted.beginsAt) / HOUR);
    const part = await this.#part(record.ringBytes);
    const key = `${wanted.slot} ${hour} ${part}`;
    if ((this.#now?.key === key && !this.#now.ended) || now < this.#notBefore) return;
    const old = this.#now;
    this.#starting = true;
    await this.#start(wanted.slot, part, `${wanted.slot} ${hour} ${part}`, sensor.interface, record);
    this.#starting = false;
    if (this.#now !== old) this.#stop(old);
    this.#makeRoom(record.ringBytes);
  }

  /** Ends the file that is being written, and waits for it. */
  async end(): Promise<void> {
    this.#stop(this.#now);
    await Promise.all(
      [...this.#hand.busy].filter(([key]) => key.startsWith('record')).map(([, work]) => work),
    );
  }

  /** A file left by a harness that died is cut and kept. */
  async recall(facts: LiveFacts): Promise<void> {
    for (const {recording, state, file, slot, fromAt} of facts.recordings) {
      if (state !== 'writing' || this.#now?.recording === recording) continue;
      const raw = await this.#outside.recordings.raw(file);
      await this.#keep({recording, file, slot, from: fromAt}, undefined, raw?.changedAt ?? fromAt);
    }
  }

  async #part(ringBytes: number): Promise<number> {
    const writing = this.#now;
    if (!writing || writing.ended) return writing?.part ?? 0;
    const raw = await this.#outside.recordings.raw(writing.file);
    return (raw?.bytes ?? 0) > ringBytes / PARTS ? writing.part + 1 : writing.part;
  }

  async #start(
    slot: number,
    part: number,
    key: string,
    iface: string,
    record: {filter?: string | undefined; snaplen: number; excludePorts: readonly number[]},
  ): Promise<void> {
    const {store, clock, recorder, recordings, tell} = this.#outside;
    const at = clock.now();
    const file = `recorded/slot-${String(slot + 1).padStart(4, '0')}-${at}.pcap`;
    const order = {
      interface: iface,
      filter: recordFilter(record),
      snaplen: record.snaplen,
      file: `${recordings.path(file)}.raw`,
      folder: await recordings.scratch(file),
    };
    const tape = await recorder.start(order);
    if (!tape.ok) return this.#failed(slot, tell(tape.failure));
    const recording = store.startRecording({slot, file, at});
    if (!(await tape.value.ready)) {
      const {lastWords} = await tape.value.ended;
      store.endRecording(recording, {
        toAt: at,
        state: 'lost',
        packets: undefined,
        dropped: undefined,
        bytes: 0,
      });
      return this.#failed(slot, lastWords ?? 'tcpdump ended at once');
    }
    const from = clock.now();
    const writing: Writing = {
      recording,
      key,
      slot,
      file,
      from,
      part,
      tape: tape.value,
      ended: false,
      stopped: false,
    };
    this.#now = writing;
    this.#hand.background(`record ${file}`, this.#attend(writing));
  }

  #failed(slot: number, words: string): void {
    this.#notBefore = this.#outside.clock.now() + AGAIN;
    tellNotice({kind: 'recording-failed', slot, text: `recording: ${words}`}, this.#outside);
  }

  #stop(writing: Writing | undefined): void {
    if (!writing || writing.stopped || writing.ended) return;
    writing.stopped = true;
    writing.tape.stop();
    if (this.#now === writing) this.#now = undefined;
  }

  async #attend(writing: Writing): Promise<void> {
    const end = await writing.tape.ended;
    writing.ended = true;
    const next = this.#now !== writing ? this.#now?.from : undefined;
    const to = next !== undefined && next > writing.from ? next : this.#outside.clock.now();
    if (!writing.stopped) this.#failed(writing.slot, end.lastWords ?? 'tcpdump ended');
    await this.#keep(writing, end.packets, to);
  }

  async #keep(
    {recording, file, slot, from}: Pick<Writing, 'recording' | 'file' | 'slot' | 'from'>,
    counted: {captured: number; dropped: number} | undefined,
    toAt: Micros,
  ): Promise<void> {
    const {store, recordings} = this.#outside;
    const cut = await recordings.cut(file, from, toAt);
    const end = {toAt, packets: cut?.packets, dropped: counted?.dropped, bytes: cut?.bytes ?? 0};
    store.endRecording(recording, {...end, state: cut ? 'kept' : 'lost'});
    if (cut && cut.packets > 0) store.addCapture({path: file, slot, ...cut});
    this.#hand.replayed = false;
    const ring = store.plan.live?.record?.ringBytes;
    if (ring !== undefined) this.#makeRoom(ring);
  }

  /** Drops the oldest files until the rest has room in the ring. */
  #makeRoom(ringBytes: number): void {
    const {store, recordings} = this.#outside;
    const kept = store.facts().recordings.filter(({state}) => state === 'kept');
    let bytes = kept.reduce((sum, one) => sum + one.bytes, 0);
    const room = ringBytes - ringBytes / PARTS;
    for (const {recording, file, slot, bytes: size} of kept) {
      if (bytes <= room) return;
      bytes -= size;
      if (store.plan.live?.thenReplay && !this.#hand.replayed) {
        const text = `the ring is full: ${file} was dropped before it was replayed; give record.ring more room`;
        tellNotice({kind: 'recording-dropped', slot, text}, this.#outside);
      }
      store.dropRecording(recording);
      this.#hand.background(`drop ${file}`, recordings.remove(file));
    }
  }
}

/** Management ports never, and what the declaration wants of the rest. */
function recordFilter({
  filter,
  excludePorts,
}: {
  filter?: string | undefined;
  excludePorts: readonly number[];
}): string {
  const ports = excludePorts.map(port => `port ${port}`).join(' or ');
  const parts = [...(ports ? [`not (${ports})`] : []), ...(filter ? [`(${filter})`] : [])];
  return parts.join(' and ');
}
