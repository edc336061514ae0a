import {describe, expect, it, onTestFinished} from 'vitest';
import {ConductorState} from '../../harness/live/conductor-state.ts';
import {DiskWatch} from '../../harness/live/disk-watch.ts';
import {LiveWorld, livePlan} from '../fakes/live-world.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

const BEGIN = 1_780_272_000_000_000;
const LOOK = 10_000_000;

/** Looks at a disk of which 1000 bytes are to stay free, every ten seconds, and tells whether the trial pauses. */
function watching(gives: boolean) {
  const cadence = {kind: 'every', everyMs: 3_600_000, startAt: BEGIN} as const;
  const world = new LiveWorld(tempFolder(), livePlan(['a'], {cadence, rotations: 1, minFreeBytes: 1000}));
  const store = world.open();
  onTestFinished(() => store.close());
  const state = new ConductorState();
  const asked: number[] = [];
  const freeSpace = (bytes: number): boolean => {
    asked.push(bytes);
    return gives;
  };
  const watch = new DiskWatch(
    state,
    world.deps(store, {}, () => {}),
    {freeSpace},
  );
  const look = async (free: number): Promise<boolean> => {
    world.now += LOOK;
    world.freeBytes = free;
    await watch.step();
    return state.paused;
  };
  return {look, asked, store};
}

describe('too little free disk', () => {
  it('pauses a trial at once that has nothing to give back, until there is more', async () => {
    const {look, store} = watching(false);
    expect(await look(1000)).toBe(false);
    expect(await look(900)).toBe(true);
    expect(await look(1020)).toBe(true);
    expect(await look(1051)).toBe(false);
    expect(store.outages()).toMatchObject([{kind: 'disk', fromAt: BEGIN + 2 * LOOK, toAt: BEGIN + 4 * LOOK}]);
  });

  it('does not pause one whose recordings make room: it asks for what is missing and a little more', async () => {
    const {look, asked, store} = watching(true);
    expect(await look(900)).toBe(false);
    expect(asked).toEqual([151]);
    expect(await look(2000)).toBe(false);
    expect(await look(950)).toBe(false);
    expect(await look(1000)).toBe(false);
    expect(store.outages()).toEqual([]);
  });

  it('pauses when that did not help by the next look, and goes on asking', async () => {
    const {look, asked} = watching(true);
    expect(await look(900)).toBe(false);
    expect(await look(900)).toBe(true);
    expect(await look(950)).toBe(true);
    expect(asked).toEqual([151, 151, 101]);
    expect(await look(1051)).toBe(false);
  });
});
