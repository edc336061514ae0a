import {describe, expect, it} from 'vitest';
import {ok, type Result} from '../../harness/domain/result.ts';
import type {LiveDeps} from '../../harness/live/live-deps.ts';
import type {ReportWriter} from '../../harness/live/machine-ports.ts';
import type {LiveWorld} from '../fakes/live-world.ts';
import {BEGIN, figures, HOUR, looking, SECOND, world} from './live-scene.ts';

const PATH = '/reports/live-1/report.html';

/** A writer whose reports take until `end`; keeps when each was begun. */
function slowWriter(of: LiveWorld) {
  const begun: number[] = [];
  let end: () => void = () => {};
  const write: ReportWriter['write'] = (_, stop) => {
    begun.push(of.now);
    return new Promise<Result<string, never>>(resolve => {
      end = () => resolve(ok(PATH));
      stop.addEventListener('abort', end);
    });
  };
  return {begun, write, end: () => end()};
}

/** The world's time, which goes on while a report is written. */
function goingOn(of: LiveWorld): LiveDeps['timer'] {
  const timer = looking(of, 60);
  return {...timer, sleepUntil: (at, signal) => timer.sleepUntil(at, signal, false)};
}

const states = (of: LiveWorld) => figures(of).slots.map(({state}) => state);

describe('the report of a live trial', () => {
  it('is written after each slot, and its path is printed', async () => {
    const machine = world({rotations: 2});
    const at: number[] = [];
    const write: ReportWriter['write'] = async trial => {
      at.push(machine.now);
      return ok(`/reports/${trial}/report.html`);
    };
    expect(await machine.live({}, {reports: {write}})).toBe('sealed');
    expect(at).toEqual([1, 2, 3, 4].map(slot => BEGIN + slot * HOUR));
    expect(machine.said.filter(text => text === `live-1: report: ${PATH}`)).toHaveLength(4);
  });

  it('is not written twice at once, and delays no slot: the next one covers the slots that ended meanwhile', async () => {
    const machine = world({rotations: 2});
    const writer = slowWriter(machine);
    machine.onSleep = now => {
      if (now >= BEGIN + 2.5 * HOUR) writer.end();
    };
    expect(await machine.live({}, {reports: writer, timer: goingOn(machine)})).toBe('sealed');
    expect(writer.begun).toEqual([BEGIN + HOUR, BEGIN + 3 * HOUR, BEGIN + 4 * HOUR]);
    expect(states(machine)).toEqual(['ran', 'ran', 'ran', 'ran']);
    expect(figures(machine).slots.every(({reason}) => !reason)).toBe(true);
  });

  it('is written at most once a minute, and not in the first minute', async () => {
    const cadence = {kind: 'every', everyMs: 25_000, startAt: BEGIN} as const;
    const machine = world({cadence, rotations: 3, warmUpMs: 0});
    const at: number[] = [];
    const write: ReportWriter['write'] = async () => {
      at.push(machine.now);
      return ok(PATH);
    };
    expect(await machine.live({}, {reports: {write}})).toBe('sealed');
    expect(at).toEqual([3, 6].map(slot => BEGIN + slot * 25 * SECOND));
  });

  it('that cannot be written becomes a notice, and the trial goes on', async () => {
    const machine = world({rotations: 1});
    const write: ReportWriter['write'] = async () => {
      throw new Error('no such program');
    };
    expect(await machine.live({}, {reports: {write}})).toBe('sealed');
    const notices = figures(machine).notices.filter(({kind}) => kind === 'report-failed');
    expect(notices).toHaveLength(2);
    expect(machine.said).toContain('Error: no such program');
    expect(states(machine)).toEqual(['ran', 'ran']);
  });

  it('that is being written when the trial is interrupted is stopped, without a notice', async () => {
    const machine = world({rotations: 2});
    const writer = slowWriter(machine);
    const stop = new AbortController();
    machine.onSleep = now => {
      if (now >= BEGIN + 1.5 * HOUR) stop.abort();
    };
    const more = {reports: writer, timer: goingOn(machine), stop: stop.signal};
    expect(await machine.live({}, more)).toBe('left');
    expect(writer.begun).toEqual([BEGIN + HOUR]);
    expect(figures(machine).notices.filter(({kind}) => kind === 'report-failed')).toEqual([]);
  });
});
