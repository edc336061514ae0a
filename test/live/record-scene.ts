import {existsSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished} from 'vitest';
import {recordingFiles} from '../../harness/disk/recordings.ts';
import type {RecorderEnd, RecordSpec, RunningRecorder} from '../../harness/engine/ports.ts';
import {ConductorState} from '../../harness/live/conductor-state.ts';
import type {RecordingFiles} from '../../harness/live/machine-ports.ts';
import {Recorders} from '../../harness/live/record-traffic.ts';
import {openTrialReadOnly} from '../../harness/sqlite/open-trial.ts';
import {LiveWorld, livePlan} from '../fakes/live-world.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

export const SECOND = 1_000_000;
export const HOUR = 3600 * SECOND;
export const BEGIN = Date.parse('2026-06-01T00:00:00Z') * 1000;
const NO_SPACE = Object.assign(new Error('ENOSPC: no space left on device, write'), {code: 'ENOSPC'});

/** A classic pcap with a packet at each time. */
export function pcap(...times: readonly number[]): Buffer {
  const header = Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex');
  const records = times.map(at => {
    const record = Buffer.alloc(16 + 60, 7);
    record.writeUInt32LE(Math.floor(at / SECOND), 0);
    record.writeUInt32LE(at % SECOND, 4);
    record.writeUInt32LE(60, 8);
    record.writeUInt32LE(60, 12);
    return record;
  });
  return Buffer.concat([header, ...records]);
}

/** A recorder that writes a packet a second after its start, and records until it is stopped or ended. */
class Tapes {
  readonly specs: RecordSpec[] = [];
  refuses: string | undefined;
  end: (how: RecorderEnd) => void = () => {};
  /** Of every one that was started. */
  readonly ends: ((how: RecorderEnd) => void)[] = [];
  /** They do not end yet when they are told to stop. */
  keepsOn = false;
  readonly #world: LiveWorld;

  constructor(world: LiveWorld) {
    this.#world = world;
  }

  readonly version = async () => 'tcpdump 4.99';
  readonly start = async (spec: RecordSpec): Promise<{ok: true; value: RunningRecorder}> => {
    this.specs.push(spec);
    writeFileSync(spec.file, pcap(this.#world.now + SECOND));
    let end: (how: RecorderEnd) => void = () => {};
    const ended = new Promise<RecorderEnd>(resolve => {
      end = resolve;
    });
    this.end = end;
    this.ends.push(end);
    const {refuses} = this;
    if (refuses !== undefined) end({packets: undefined, endReason: refuses});
    const stop = () => {
      if (!this.keepsOn) end({packets: {captured: 1, dropped: 3}, endReason: undefined});
    };
    return {ok: true, value: {ready: Promise.resolve(refuses === undefined), ended, stop}};
  };
}

interface More {
  readonly thenReplay?: boolean;
  readonly ringBytes?: number;
  readonly files?: Partial<RecordingFiles>;
}

/** A trial in its first slot of four, and what records it. */
export function recording({thenReplay = false, ringBytes = 1e9, files = {}}: More = {}) {
  const record = {ringBytes, snaplen: 262_144, excludePorts: []};
  const cadence = {kind: 'every', everyMs: 6 * 3_600_000, startAt: BEGIN} as const;
  const world = new LiveWorld(
    tempFolder(),
    livePlan(['a', 'b'], {cadence, rotations: 2, record, thenReplay}),
  );
  const store = world.open();
  onTestFinished(() => store.close());
  const six = 6 * HOUR;
  store.addRotation(
    [0, 1, 2, 3].map(slot => ({
      ...{slot, rotation: 0, arms: ['a', 'b']},
      ...{beginsAt: BEGIN + slot * six, endsAt: BEGIN + (slot + 1) * six},
    })),
  );
  const folder = world.state.trialFolder('live-1');
  const tapes = new Tapes(world);
  const deps = {
    ...world.deps(store, {}, () => {}),
    ...{recorder: tapes, recordings: {...recordingFiles(folder), ...files}},
  };
  const begin = () => {
    const state = new ConductorState();
    return {state, recorders: new Recorders(state, deps)};
  };
  return {world, store, folder, tapes, deps, begin, ...begin()};
}

export type Scene = ReturnType<typeof recording>;

export const recorded = ({folder}: Scene) =>
  existsSync(join(folder, 'recorded')) ? readdirSync(join(folder, 'recorded')).sort() : [];

/** Its rows, as a reader beside it sees them. */
export function rows<Row>({world}: Scene, sql: string): Row[] {
  const db = openTrialReadOnly(world.state.trialStore('live-1'));
  try {
    return db.prepare(sql).all() as Row[];
  } finally {
    db.close();
  }
}
export const states = (scene: Scene) => scene.store.facts().recordings.map(({state}) => state);
export const told = (scene: Scene) =>
  rows<{kind: string; text: string}>(scene, 'SELECT kind, text FROM notice');
export const captures = (scene: Scene) =>
  rows<{path: string; sha256: string}>(scene, 'SELECT * FROM capture');

/** Records for ten seconds, and ends. */
export async function tenSeconds(scene: Scene): Promise<void> {
  await scene.recorders.step();
  scene.world.now += 10 * SECOND;
  await scene.recorders.end();
  expect(scene.state.jobError).toBeUndefined();
}

export const failing = async (): Promise<never> => {
  throw NO_SPACE;
};
