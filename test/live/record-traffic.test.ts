import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {recordingFiles} from '../../harness/disk/recordings.ts';
import type {LiveStore} from '../../harness/live/ports.ts';
import {
  BEGIN,
  captures,
  failing,
  HOUR,
  pcap,
  recorded,
  recording,
  rows,
  type Scene,
  SECOND,
  states,
  tenSeconds,
  told,
} from './record-scene.ts';

describe('a recording', () => {
  it('is cut, kept and made a capture; nothing stays beside it', async () => {
    const scene = recording();
    await tenSeconds(scene);
    const name = `slot-0001-${BEGIN}.pcap`;
    expect(recorded(scene)).toEqual([name]);
    expect(states(scene)).toEqual(['kept']);
    expect(captures(scene)).toMatchObject([{path: `recorded/${name}`, bytes: 100, link_type: 1, slot: 0}]);
    expect(rows(scene, 'SELECT packets, dropped FROM recording')).toEqual([{packets: 1, dropped: 3}]);
    expect(told(scene)).toEqual([]);
  });

  it('ends where the next one begins, however long its recorder takes to end', async () => {
    const scene = recording({ringBytes: 8 * 50});
    await scene.recorders.step();
    const endFirst = scene.tapes.end;
    scene.tapes.keepsOn = true;
    scene.world.now += 5 * SECOND;
    await scene.recorders.step();
    const second = scene.world.now;
    scene.world.now += 5 * SECOND;
    await scene.recorders.step();
    const third = scene.world.now;
    scene.world.now += SECOND;
    endFirst({packets: undefined, endReason: undefined});
    scene.tapes.keepsOn = false;
    for (const end of scene.tapes.ends) end({packets: undefined, endReason: undefined});
    await scene.recorders.end();
    const times = rows<{from: number; to: number}>(
      scene,
      'SELECT from_at AS "from", to_at AS "to" FROM recording',
    );
    expect(times.map(({from}) => from)).toEqual([BEGIN, second, third]);
    expect(times.slice(0, 2).map(({to}) => to)).toEqual([second, third]);
  });

  it('without packets is kept, and is no capture', async () => {
    const scene = recording();
    await scene.recorders.step();
    await scene.recorders.end();
    expect(states(scene)).toEqual(['kept']);
    expect(captures(scene)).toEqual([]);
  });

  it('has a replay to come with then: replay alone, once its slot is over', async () => {
    for (const thenReplay of [true, false]) {
      const scene = recording({thenReplay});
      const [arm] = scene.store.plan.arms;
      expect(arm?.ruleset).toBeDefined();
      await scene.recorders.step();
      scene.store.closeSlot(0, 'ran', '', scene.world.now);
      scene.world.now += 10 * SECOND;
      await scene.recorders.end();
      expect(scene.state.replayed).toBe(!thenReplay);
    }
  });
});

describe('a recording on a full disk', () => {
  it('is kept as it was written where it cannot be cut with room to spare', async () => {
    const scene = recording();
    await scene.recorders.step();
    scene.world.now += 10 * SECOND;
    scene.world.freeBytes = 64 * 1024 * 1024 + 99;
    const file = scene.tapes.specs[0]?.file ?? '';
    const whole = pcap(BEGIN - HOUR, BEGIN + SECOND);
    writeFileSync(file, Buffer.concat([whole, Buffer.alloc(7)]));
    await scene.recorders.end();
    expect(readFileSync(file.replace('.raw', '')).equals(whole)).toBe(true);
    expect(states(scene)).toEqual(['kept']);
    expect(captures(scene)).toHaveLength(1);
    expect(told(scene)).toEqual([
      {
        kind: 'recording-failed',
        text: expect.stringMatching(/too little free disk space: .* is kept as recorded/),
      },
    ]);
    expect(recorded(scene)).toHaveLength(1);
  });

  it('is kept as it was written when the cut fails half-way', async () => {
    const scene = recording({files: {trim: failing}});
    await tenSeconds(scene);
    expect(states(scene)).toEqual(['kept']);
    expect(told(scene)).toMatchObject([{kind: 'recording-failed', text: expect.stringMatching(/ENOSPC/)}]);
    expect(recorded(scene)).toHaveLength(1);
  });

  it('is lost, told and removed when not even that can be', async () => {
    const scene = recording({files: {trim: failing, keepWhole: failing}});
    await tenSeconds(scene);
    expect(states(scene)).toEqual(['lost']);
    expect(told(scene).at(-1)?.text).toMatch(/is lost: ENOSPC/);
    expect(recorded(scene)).toEqual([]);
  });

  it('throws nothing where no folder can be made and no file removed', async () => {
    const scene = recording({files: {scratch: failing, remove: failing, tidy: failing, sweep: failing}});
    await scene.recorders.step();
    expect(scene.tapes.specs).toEqual([]);
    await scene.recorders.recover(scene.store.facts());
    expect(told(scene).map(({kind}) => kind)).toEqual(Array(3).fill('recording-failed'));
    expect(scene.state.jobError).toBeUndefined();
  });

  it('throws nothing as a harness comes back', async () => {
    const all = {trim: failing, keepWhole: failing, raw: failing, remove: failing, sweep: failing};
    const scene = recording({files: all});
    scene.store.startRecording({slot: 0, file: 'recorded/left.pcap', at: BEGIN});
    await scene.recorders.recover(scene.store.facts());
    expect(states(scene)).toEqual(['lost']);
  });
});

describe('a harness that was killed', () => {
  /** What it left, and another that comes back to it. */
  async function comesBack(left: (scene: Scene, file: string) => void | Promise<void>): Promise<Scene> {
    const scene = recording();
    const file = 'recorded/slot-0001-1.pcap';
    mkdirSync(join(scene.folder, 'recorded'));
    scene.store.startRecording({slot: 0, file, at: BEGIN});
    await left(scene, file);
    scene.world.now += HOUR;
    await scene.begin().recorders.recover(scene.store.facts());
    return scene;
  }

  it('left a raw file: it is cut', async () => {
    const scene = await comesBack(({folder}, file) =>
      writeFileSync(join(folder, `${file}.raw`), pcap(BEGIN - 1, BEGIN + 1)),
    );
    expect(states(scene)).toEqual(['kept']);
    expect(captures(scene)).toMatchObject([{bytes: 100}]);
    expect(recorded(scene)).toEqual(['slot-0001-1.pcap']);
  });

  it('was killed after the cut and before the store knew: the raw file is cut again', async () => {
    const scene = await comesBack(async ({folder}, file) => {
      writeFileSync(join(folder, `${file}.raw`), pcap(BEGIN + 1, BEGIN + 2));
      await recordingFiles(folder).trim(file, BEGIN, BEGIN + HOUR);
      expect(readdirSync(join(folder, 'recorded'))).toHaveLength(2);
    });
    expect(captures(scene)).toMatchObject([{bytes: 176}]);
    expect(recorded(scene)).toEqual(['slot-0001-1.pcap']);
  });

  it('left the finished file alone: it is taken', async () => {
    const scene = await comesBack(({folder}, file) =>
      writeFileSync(join(folder, file), Buffer.concat([pcap(BEGIN + 1), Buffer.alloc(9)])),
    );
    expect(states(scene)).toEqual(['kept']);
    expect(captures(scene)).toMatchObject([{bytes: 100}]);
    expect(told(scene)).toEqual([]);
  });

  it('left files that nobody knows: they are removed', async () => {
    const scene = await comesBack(({folder}) => {
      for (const name of ['slot-0001-9.pcap', 'slot-0001-8.pcap.raw', 'slot-0001-1.pcap.part'])
        writeFileSync(join(folder, 'recorded', name), pcap(BEGIN));
      mkdirSync(join(folder, 'recorded/slot-0001-8.pcap.tcpdump'));
    });
    expect(states(scene)).toEqual(['lost']);
    expect(recorded(scene)).toEqual([]);
  });
});

describe('a recorder that cannot start', () => {
  it('is tried less and less often, told once, and leaves nothing', async () => {
    const scene = recording();
    scene.tapes.refuses = 'tcpdump: eth0: That device is not up';
    const tries: number[] = [];
    for (let second = 0; second < 3600; second += 1) {
      const before = scene.tapes.specs.length;
      await scene.recorders.step();
      if (scene.tapes.specs.length > before) tries.push(second);
      scene.world.now += SECOND;
    }
    expect(tries).toEqual([0, 30, 90, 210, 450, 930, 1530, 2130, 2730, 3330]);
    expect(told(scene)).toEqual([
      {kind: 'recording-failed', text: 'recording: tcpdump: eth0: That device is not up'},
    ]);
    expect(scene.store.facts().recordings).toEqual([]);
    expect(recorded(scene)).toEqual([]);
  });

  it('is told again after it recorded, and begins with a short pause', async () => {
    const scene = recording();
    scene.tapes.refuses = 'no';
    for (const pause of [30, 60, 120]) {
      await scene.recorders.step();
      scene.world.now += pause * SECOND;
    }
    scene.tapes.refuses = undefined;
    await scene.recorders.step();
    scene.world.now += HOUR / 2;
    scene.tapes.refuses = 'no';
    scene.tapes.end({packets: undefined, endReason: 'gone'});
    await scene.state.waitForJobs();
    scene.world.now += 29 * SECOND;
    await scene.recorders.step();
    expect(scene.tapes.specs).toHaveLength(4);
    scene.world.now += SECOND;
    await scene.recorders.step();
    expect(scene.tapes.specs).toHaveLength(5);
    expect(told(scene).map(({text}) => text)).toEqual(['recording: no', 'recording: gone']);
    expect(states(scene)).toEqual(['kept']);
  });

  it('waits no longer than its retry delay when the clock is set back', async () => {
    const scene = recording();
    scene.world.now = BEGIN + 3 * HOUR;
    scene.tapes.refuses = 'no';
    await scene.recorders.step();
    scene.world.now -= 2 * HOUR;
    await scene.recorders.step();
    expect(scene.tapes.specs).toHaveLength(2);
  });
});

describe('a ring that is full', () => {
  const deleted = (scene: Scene) => told(scene).filter(({kind}) => kind === 'recording-deleted');

  /** Two slots of traffic, of which arms have read the first. */
  async function twoSlots(readers: readonly string[]): Promise<Scene> {
    const scene = recording({thenReplay: true, ringBytes: 8 * 25});
    await tenSeconds(scene);
    scene.store.closeSlot(0, 'ran', '', scene.world.now);
    for (const arm of readers) replay(scene.store, arm, scene.world.now);
    // what was recorded since waits for its replay, which says nothing of the first slot
    scene.state.replayed = readers.length === 0;
    scene.world.now = BEGIN + 6 * HOUR;
    await tenSeconds(scene);
    expect(states(scene)).toEqual(['deleted', 'kept']);
    await scene.state.waitForJobs();
    expect(recorded(scene)).toHaveLength(1);
    return scene;
  }

  function replay(store: LiveStore, arm: string, at: number, unit = 0): void {
    const paired = store.sameTraffic();
    const run = paired.startRun({arm, unit, attempt: 1, captures: [], at});
    const nothing = {
      exitCode: 0,
      signal: undefined,
      packets: undefined,
      alertsLogged: 0,
      endReason: undefined,
    };
    const cost = {wallMs: 1, cpuMs: undefined, peakBytes: undefined};
    paired.finishRun(run, {...nothing, outcome: 'captures-over', cost, problems: []}, at);
  }

  it('gives disk back for those beside it: what was replayed first, and nothing where that is not enough', async () => {
    const scene = recording({thenReplay: true, ringBytes: 240});
    for (const slot of [0, 1]) {
      scene.world.now = BEGIN + slot * 6 * HOUR;
      await tenSeconds(scene);
      scene.store.closeSlot(slot, 'ran', '', scene.world.now);
    }
    for (const arm of ['a', 'b']) replay(scene.store, arm, scene.world.now, 1);
    expect(scene.recorders.freeSpace(1000)).toBe(false);
    expect(states(scene)).toEqual(['kept', 'kept']);
    expect(scene.recorders.freeSpace(50)).toBe(true);
    expect(states(scene)).toEqual(['kept', 'deleted']);
    expect(deleted(scene)).toEqual([]);
    // the first is being removed
    expect(scene.recorders.freeSpace(50)).toBe(true);
    expect(states(scene)).toEqual(['kept', 'deleted']);
    await scene.state.waitForJobs();
    scene.recorders.freeSpace(50);
    expect(states(scene)).toEqual(['deleted', 'deleted']);
    expect(deleted(scene)).toMatchObject([
      {text: expect.stringMatching(/^there is too little free disk space: .*slot-0001/)},
    ]);
    await scene.state.waitForJobs();
    expect(recorded(scene)).toEqual([]);
  });

  it('says nothing of a file without packets', async () => {
    const scene = recording({thenReplay: true, ringBytes: 8});
    await scene.recorders.step();
    await scene.recorders.end();
    expect(states(scene)).toEqual(['deleted']);
    expect(deleted(scene)).toEqual([]);
    await scene.state.waitForJobs();
  });

  it('says nothing of a file that every arm has read', async () => {
    const scene = await twoSlots(['a', 'b']);
    expect(scene.store.isSlotReplayed(0)).toBe(true);
    expect(scene.store.isSlotReplayed(1)).toBe(false);
    expect(deleted(scene)).toEqual([]);
  });

  it.each([[['a']], [[]]])('tells of a file that only %j have read', async readers => {
    const scene = await twoSlots(readers);
    expect(deleted(scene)).toMatchObject([
      {text: expect.stringMatching(/slot-0001.* before it was replayed/)},
    ]);
  });
});
