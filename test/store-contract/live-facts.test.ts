import {expect, it} from 'vitest';
import {LiveWorld, livePlan} from '../fakes/live-world.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

it('facts of a live trial are read again once anybody wrote to its store, and only then', () => {
  const cadence = {kind: 'every', everyMs: 3_600_000, startAt: 1_780_272_000_000_000} as const;
  const world = new LiveWorld(tempFolder(), livePlan(['a'], {cadence, rotations: 1}));
  const [conductor, other] = [world.open(), world.open()];
  const begin = cadence.startAt;
  const none = conductor.facts();
  expect(none.slots).toEqual([]);
  expect(conductor.facts()).toBe(none);
  conductor.addRotation([{slot: 0, rotation: 0, beginsAt: begin, endsAt: begin + 1, arms: ['a']}]);
  expect(conductor.facts().slots).toMatchObject([{slot: 0, state: undefined}]);
  const before = conductor.facts();
  expect(before.stoppedAt).toBeUndefined();
  // a person's request, left by another process
  other.stop(begin);
  expect(conductor.facts().stoppedAt).toBe(begin);
  conductor.closeSlot(0, 'missed', 'why', begin + 1);
  expect(conductor.facts().slots).toMatchObject([{slot: 0, state: 'missed'}]);
  expect(other.facts()).toEqual(conductor.facts());
  expect(conductor.facts()).toBe(conductor.facts());
  conductor.close();
  other.close();
});
