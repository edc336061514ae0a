import {describe, expect, it} from 'vitest';
import {loadBetween} from '../../harness/machine/load.ts';
import type {LoadReading, ProcessReading} from '../../harness/machine/ports.ts';

const NONE = {user: 0, nice: 0, system: 0, irq: 0, iowait: 0, steal: 0, idle: 0};

const reading = (upTicks: number, more: Partial<LoadReading> = {}): LoadReading => ({
  upTicks,
  cpu: {...NONE, idle: 2 * upTicks},
  load1: 0.5,
  memoryBytes: 1000,
  memoryAvailableBytes: 400,
  diskFreeBytes: 77,
  processes: [],
  ...more,
});

const of = (
  name: string,
  ...members: [pid: number, startTicks: number, cpuTicks: number][]
): ProcessReading => ({
  name,
  memoryBytes: 10,
  threads: members.length,
  members: members.map(([pid, startTicks, cpuTicks]) => ({pid, startTicks, cpuTicks})),
});

const coresBetween = (before: readonly ProcessReading[], after: readonly ProcessReading[]) =>
  loadBetween(reading(1000, {processes: before}), reading(2000, {processes: after}))?.processes.map(
    ({name, cores}) => [name, cores],
  );

describe('load between two readings', () => {
  it('is in shares of all cores, nice counted with user and interrupts with system', () => {
    const before = reading(1000, {cpu: {...NONE, user: 500, idle: 500}});
    const after = reading(2000, {
      cpu: {user: 700, nice: 200, system: 100, irq: 100, iowait: 200, steal: 200, idle: 1500},
    });
    expect(loadBetween(before, after)).toEqual({
      spanMs: 10_000,
      machine: {
        user: 0.2,
        nice: 0.1,
        system: 0.1,
        irq: 0.05,
        iowait: 0.1,
        steal: 0.1,
        idle: 0.5,
        load1: 0.5,
        memoryBytes: 1000,
        memoryUsedBytes: 600,
        diskFreeBytes: 77,
      },
      processes: [],
    });
  });

  it('takes a part that goes back for none', () => {
    const before = reading(1000, {cpu: {...NONE, iowait: 50, idle: 1000}});
    const after = reading(2000, {cpu: {...NONE, user: 500, iowait: 49, idle: 1500}});
    expect(loadBetween(before, after)?.machine).toMatchObject({user: 0.5, iowait: 0, idle: 0.5});
  });

  it('is unknown when no time has passed, and over a boot', () => {
    expect(loadBetween(reading(1000), reading(1000))).toBeUndefined();
    expect(loadBetween(reading(1000), reading(900))).toBeUndefined();
  });

  it('tells how many cores a process kept busy', () => {
    expect(coresBetween([of('snort', [7, 100, 500])], [of('snort', [7, 100, 1000])])).toEqual([
      ['snort', 0.5],
    ]);
  });

  it('adds up all of one name, those included that were started in between', () => {
    const before = [of('node', [7, 100, 0], [8, 100, 300])];
    const after = [of('node', [7, 100, 1000], [8, 100, 800], [9, 1500, 250])];
    expect(coresBetween(before, after)).toEqual([['node', 1.75]]);
    expect(loadBetween(reading(1000, {processes: before}), reading(2000, {processes: after}))).toMatchObject({
      processes: [{name: 'node', count: 3, threads: 3, memoryBytes: 10}],
    });
  });

  it('leaves out a process that is gone', () => {
    expect(coresBetween([of('snort', [7, 100, 500])], [])).toEqual([]);
  });

  it('does not take what a number is used for again for the earlier process', () => {
    expect(coresBetween([of('snort', [7, 100, 900])], [of('snort', [7, 1900, 20])])).toEqual([
      ['snort', 0.02],
    ]);
  });

  it('does not know what an older process took that it did not know before', () => {
    expect(coresBetween([], [of('snort', [7, 100, 900])])).toEqual([]);
    expect(coresBetween([of('x', [6, 100, 1])], [of('x', [6, 100, 2], [7, 200, 900])])).toEqual([
      ['x', 0.001],
    ]);
  });

  it('never gives a negative load', () => {
    expect(coresBetween([of('snort', [7, 100, 900])], [of('snort', [7, 100, 800])])).toEqual([['snort', 0]]);
  });
});
