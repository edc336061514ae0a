import {describe, expect, it} from 'vitest';
import {statusDocument, type TrialStatus} from '../../harness/report/status-document.ts';

const LIVE: TrialStatus['live'] = {
  ...{slots: [], runs: [], switches: [], outages: [], notices: [], recordings: [], load: []},
};
const status = (declaredHere: boolean): TrialStatus => ({
  ...{trial: 'demo-live-1', sealed: false, conducted: false, declaredHere, slotsPlanned: 9, live: LIVE},
});
const warnings = (one: TrialStatus): string[] =>
  statusDocument([one]).blocks.flatMap(block =>
    block.kind === 'text' && block.tone === 'warning' ? [block.text] : [],
  );

describe('the status of a live trial that nobody runs', () => {
  it('says that a daemon continues it where its schedule is in this project', () => {
    expect(warnings(status(true))).toEqual([
      'demo-live-1 is not running. Continue it with: ruletrial daemon',
    ]);
  });

  it('says where it can be continued if its schedule is in another project', () => {
    expect(warnings(status(false))).toEqual([
      'demo-live-1 is not running, and its schedule is not in this project. Continue it with --project FOLDER, the folder ' +
        'that has schedules/demo-live.yaml: ruletrial daemon. The bundled demo continues with: ruletrial demo',
    ]);
  });
});
