import {describe, expect, it} from 'vitest';
import {ok} from '../../harness/domain/result.ts';
import type {LiveStore} from '../../harness/live/ports.ts';
import {type RunLiveDeps, stopLive} from '../../harness/live/run-live.ts';

/** Thrown where the captures of a trial are looked for, which is as far as this test goes. */
class LookedIn extends Error {}

describe('a live trial that is stopped from another folder', () => {
  it('looks for its captures in its own project', async () => {
    const store = {
      plan: {project: '../project'},
      ...{facts: () => ({sealed: false}), stop: () => {}, notice: () => {}, close: () => {}},
    } as unknown as LiveStore;
    const deps = {
      trials: {open: () => ok(store), depsOf: () => ({flushNotices: async () => {}})},
      clock: {now: () => 1},
      captures: {
        inProject(project: string | undefined) {
          throw new LookedIn(project);
        },
      },
    } as unknown as RunLiveDeps;
    await expect(stopLive('live-1', deps)).rejects.toEqual(new LookedIn('../project'));
  });
});
