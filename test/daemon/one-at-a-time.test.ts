import {describe, expect, it} from 'vitest';
import {oneAtATime} from '../../harness/daemon/one-at-a-time.ts';
import {ok} from '../../harness/domain/result.ts';

describe('work on a schedule', () => {
  it('is refused while the first is at it, and no other schedule is', async () => {
    const alone = oneAtATime();
    let release = (): void => {};
    const first = alone('daily', async () => {
      await new Promise<void>(resolve => {
        release = resolve;
      });
      return ok('first');
    });
    expect(await alone('daily', async () => ok('second'))).toMatchObject({
      ...{ok: false, failure: {kind: 'already-conducted', schedule: 'daily'}},
    });
    expect(await alone('weekly', async () => ok('other'))).toEqual(ok('other'));
    release();
    expect(await first).toEqual(ok('first'));
    expect(await alone('daily', async () => ok('third'))).toEqual(ok('third'));
  });

  it('is free again after it threw', async () => {
    const alone = oneAtATime();
    await expect(alone('daily', () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full');
    expect(await alone('daily', async () => ok('again'))).toEqual(ok('again'));
  });
});
