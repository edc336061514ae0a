import {describe, expect, it, onTestFinished} from 'vitest';
import {noteOutageOnResume} from '../../harness/live/watch-clock.ts';
import {LiveWorld, livePlan} from '../fakes/live-world.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

const MINUTE = 60_000_000;
const DAY = 1440 * MINUTE;
const at = (clock: string): number => Date.parse(`2026-06-03T${clock}Z`) * 1000;

/** What is stored of a return, after a last sign of life and a boot; root's crontab reboots at 02:42. */
async function returned(lastAt: number, bootedAt: number | undefined, before: number[] = []) {
  const cadence = {kind: 'every', everyMs: 86_400_000, startAt: at('00:00:00') - 2 * DAY} as const;
  const reboot = {pattern: '42 2 * * *', zone: 'UTC'};
  const world = new LiveWorld(tempFolder(), livePlan(['a', 'b'], {cadence, rotations: 2, reboot}));
  const store = world.open();
  onTestFinished(() => store.close());
  store.notice({at: lastAt, kind: 'outage', text: 'the last sign of life'});
  for (const toAt of before)
    store.addOutage({fromAt: toAt - MINUTE, toAt, kind: 'reboot', expected: true, reason: 'the first'});
  world.now = Math.max(bootedAt ?? 0, lastAt) + 3 * MINUTE;
  const deps = world.deps(store, bootedAt === undefined ? {} : {bootedAt}, () => {});
  await noteOutageOnResume(deps);
  const {length} = before;
  return store
    .outages()
    .slice(length)
    .map(({kind, expected}) => [kind, expected]);
}

describe('a return after a reboot', () => {
  it.each([
    ['at its minute', '02:42:10', '02:43:30'],
    ['when the honeypot took two minutes to stop', '02:44:10', '02:46:00'],
    ['when it took five', '02:47:30', '02:49:00'],
    ['when the last sign lies a minute before', '02:41:05', '02:43:30'],
  ])('is expected %s', async (_, last, booted) => {
    expect(await returned(at(last), at(booted))).toEqual([['reboot', true]]);
  });

  it.each([
    ['at another time', at('11:00:00'), at('11:02:00')],
    ['long after the minute', at('02:59:00'), at('03:01:00')],
    ['that ended days of silence, be it at that minute', at('10:00:00') - 5 * DAY, at('02:44:00')],
  ])('is an outage %s', async (_, last, booted) => {
    expect(await returned(last, booted)).toEqual([['reboot', false]]);
  });

  it('is an outage where it is the second of the night', async () => {
    expect(await returned(at('02:50:00'), at('02:52:00'), [at('02:45:00')])).toEqual([['reboot', false]]);
  });

  it('is an outage where nobody was there since the day before', async () => {
    expect(await returned(at('03:00:00') - DAY, at('02:43:30'))).toEqual([['reboot', false]]);
  });

  it('is none where the machine was up before the last sign', async () => {
    expect(await returned(at('02:50:00'), at('02:43:00'))).toEqual([['harness', false]]);
  });

  it('is none where the machine stayed up', async () => {
    expect(await returned(at('02:42:10'), undefined)).toEqual([['harness', false]]);
  });
});
