import {describe, expect, it} from 'vitest';
import {costOfTime, sumOfCosts} from '../../harness/domain/run.ts';

describe('the cost of engines that ran one after another', () => {
  it('is the sum of their times, and the peak of the largest one', () => {
    const costs = [{wallMs: 10, cpuMs: 4, peakBytes: 900}, costOfTime(5), {wallMs: 1, peakBytes: 300}];
    expect(sumOfCosts(costs)).toEqual({wallMs: 16, cpuMs: 4, peakBytes: 900});
  });

  it('has no peak where no engine was measured', () => {
    expect(sumOfCosts([costOfTime(5), costOfTime(7)])).toEqual({wallMs: 12, cpuMs: 0, peakBytes: undefined});
  });
});
