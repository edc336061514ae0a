import {afterAll, describe, expect, it} from 'vitest';
import {trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {need, snortVersion} from '../rig/found.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';

const runs = need('snort', 'the demo by real Snort against its recorded runs');

describe.runIf(runs)('real Snort over the demo', () => {
  const rig = new Rig();
  afterAll(() => rig.remove());

  it('gives the very alerts that are recorded, field by field', async () => {
    await rig.ok(['init']);
    const real = await rig.ok(['trial', 'run', 'example', '--engine', 'snort3', '--json']);
    const report = trialReportSchema.parse(JSON.parse(real.stdout));
    expect(report.arms.map(({identity}) => identity.engine.version)).toEqual(Array(3).fill(snortVersion()));
    await rig.ok(['trial', 'run', 'example', '--engine', 'recorded', '--json'], NO_SNORT);
    const rows = (trial: string) => {
      const db = rig.trial(trial);
      const all = db.prepare(`SELECT ${FIELDS} FROM v_alert ORDER BY ${FIELDS}`).all();
      db.close();
      return all;
    };
    expect(rows('example-1')).toEqual(rows('example-2'));
    expect(rows('example-1')).toHaveLength(720);
  });
});

const FIELDS = `arm, capture, at, pkt_num, rule, msg, classtype, priority, action, dir, proto, service, src_addr, src_port,
  dst_addr, dst_port, tcp_flags, client_bytes, server_bytes, ttl, extra`;
