import {describe, expect, it} from 'vitest';
import type {FiredRow} from '../../harness/answers/figures.ts';
import type {TrialIdentity} from '../../harness/answers/ports.ts';
import {firedDocument} from '../../harness/report/fired-document.ts';
import {renderers} from '../../harness/wiring/renderers.ts';

const row: FiredRow = {
  ...{part: 'same-traffic', arm: 'community', gid: 1, sid: 1_001_028, rev: 1, priority: 2, alerts: 1234},
  msg: 'PROTOCOL-ICMP destination unreachable port unreachable packet detected',
  ...{class: 'Attempted Administrator Privilege Gain', captures: 3, sourceAddresses: 17},
};

describe('the list of fired rules', () => {
  it('says how often each rule fired on a terminal of 80 columns, also with several parts', async () => {
    const trial = {name: 'daily-1', parts: ['live', 'same-traffic']} as unknown as TrialIdentity;
    const render = await renderers();
    const document = firedDocument(trial, [row], {matching: [], all: []});
    const [file] = render('terminal', document, {width: 80, colour: false});
    expect(String(file?.content)).toMatch(/^same-traffic +community +1:1001028:1 +1,234 /m);
  });
});
