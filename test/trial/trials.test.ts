import {describe, expect, it} from 'vitest';
import {recordedCaptures} from '../../harness/trial/replay-recorded.ts';
import {findTrial} from '../../harness/trial/trials.ts';

const KNOWN = ['daily-1', 'daily-2', 'weekly-1'];

describe('the trial that a person names', () => {
  it.each([
    ['daily', 'daily-2'],
    ['daily-1', 'daily-1'],
  ])('%s is %s', (wanted, trial) => {
    expect(findTrial(wanted, KNOWN)).toEqual({ok: true, value: trial});
  });

  it('is missing with what there is', () => {
    expect(findTrial('monthly', KNOWN)).toEqual({
      ...{ok: false, failure: {kind: 'trial-missing', trial: 'monthly', known: KNOWN}},
    });
  });
});

describe('the recorded traffic of a trial', () => {
  it('lies in the folder of the trial where ruletrial recorded it, and where captures lie where it was read from captures', () => {
    const files = [
      {file: 'recorded/000001.pcap', slot: 0},
      {file: 'captures/noon.pcap', slot: 1},
    ];
    const placed = recordedCaptures(files, '/state/trials/daily-1', {locate: path => `/project/${path}`});
    expect(placed.map(({path}) => path)).toEqual([
      '/state/trials/daily-1/recorded/000001.pcap',
      '/project/captures/noon.pcap',
    ]);
  });
});
