import {cpSync, readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type TrialReport, trialReportSchema} from '../../harness/analysis/trial-report.ts';
import type {FiredRow} from '../../harness/answers/figures.ts';
import {lineOf} from '../fixtures/alert-lines.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';

/** A message that a terminal, a page and a spreadsheet could take for something else. */
const HOSTILE = '=1+1 <script>alert(1)</script> \u001b[31m| red';

const RULES = `alert icmp any any -> any any (msg:"PROTOCOL-ICMP PING"; reference:cve,1999-0265; classtype:misc-activity; sid:384; rev:8;)
alert tcp any any -> any 80 (msg:"${HOSTILE}"; classtype:attempted-user; sid:9001; rev:2;)
`;

const line = (n: number, rule: string): string =>
  `${lineOf({
    timestamp: `25/05/28-20:26:40.${String(n).padStart(6, '0')}`,
    ...{pkt_num: n, proto: 'ICMP', pkt_gen: 'raw', pkt_len: 48, dir: 'C2S'},
    ...{src_ap: `192.0.2.${n}:0`, dst_ap: '198.51.100.7:0', rule, action: 'allow'},
  })}\n`;

describe('ingest of logs with Snort’s default fields', () => {
  const rig = new Rig();
  const other = new Rig();
  const report = async (of = rig): Promise<TrialReport> =>
    trialReportSchema.parse(JSON.parse((await of.ok(['report', 'mine', '--json'])).stdout));

  beforeAll(async () => {
    rig.write('rulesets/own.yaml', 'source: {file: rules/own.rules}\n');
    rig.write('rules/own.rules', RULES);
    rig.write('log.txt', line(1, '1:384:8') + line(2, '1:384:8') + line(3, '1:9001:2'));
    rig.write('other.txt', line(4, '1:384:8') + line(5, '1:77:1'));
    await rig.ok(['ingest', 'log.txt', '--trial', 'mine', '--arm', 'named']);
    await rig.ok(['snapshot', 'take', 'own'], NO_SNORT);
  });
  afterAll(() => {
    rig.remove();
    other.remove();
  });

  it('says which snapshot was named and what it contains, afterwards too', async () => {
    const {stdout} = await rig.ok(['ingest', '--trial', 'mine', '--arm', 'named', '--snapshot', 'own']);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /^Snapshot of arm named in mine-1 ═+ arm named; see it with: ruletrial report mine-1 · named: snapshot own \([0-9a-f]{12}\) was named with ingest --snapshot; it contains all 2 rules that fired\. $/,
    );
  });

  it('says where rules were matched if no snapshot was named', async () => {
    const {stdout} = await rig.ok(['ingest', 'other.txt', '--trial', 'mine', '--arm', 'matched']);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /alerts imported: 2 .* · matched: 1 of the 2 rules that fired was matched by gid:sid:rev in snapshot own \([0-9a-f]{12}\)\./,
    );
  });

  it('gives every surface the messages, classes and priorities of the snapshot', async () => {
    const {parts, arms} = await report();
    const ping = {msg: 'PROTOCOL-ICMP PING', class: 'Misc activity', priority: 3};
    const hostile = {msg: HOSTILE, class: 'Attempted User Privilege Gain', priority: 1};
    expect(arms.map(({rules}) => rules)).toEqual([{loaded: 2, enabled: 2}, {}]);
    expect(parts[0]?.arms[0]?.fired).toMatchObject([ping, hostile]);
    const fired = JSON.parse(
      (await rig.ok(['fired', 'mine', '--arm', 'named', '--json'])).stdout,
    ) as FiredRow[];
    expect(fired).toMatchObject([ping, hostile]);
    const filtered = await rig.ok(['fired', 'mine', '--text', 'icmp ping', '--protocol', 'icmp', '--json']);
    expect(JSON.parse(filtered.stdout)).toMatchObject([
      {arm: 'named', alerts: 2},
      {arm: 'matched', alerts: 1},
    ]);
    const byClass = await rig.ok(['fired', 'mine', '--class', 'misc activity', '--json']);
    expect(JSON.parse(byClass.stdout)).toHaveLength(2);
    const exported = await rig.ok(['export', 'mine', '--arm', 'named', '--format', 'json']);
    expect(trialReportSchema.parse(JSON.parse(exported.stdout)).parts[0]?.arms[0]?.fired).toMatchObject([
      ping,
      hostile,
    ]);
    const db = rig.trial('mine-1');
    const columns = "SELECT DISTINCT msg, class, classtype, priority FROM v_alert WHERE arm = 'named'";
    expect(db.prepare(columns).all()).toMatchObject([ping, hostile]);
    db.close();
  });

  it('shows a hostile message as text in every format', async () => {
    const terminal = await rig.ok(['report', 'mine']);
    const markdown = await rig.ok(['report', 'mine', '--format', 'markdown']);
    const html = await rig.ok(['report', 'mine', '--format', 'html']);
    for (const {stdout} of [terminal, markdown, html]) {
      expect(stdout).not.toContain('\u001b');
      expect(stdout).toContain('alert(1)');
    }
    for (const {stdout} of [markdown, html]) expect(stdout).not.toContain('<script>alert');
    await rig.ok(['report', 'mine', '--format', 'csv', '--out', 'out']);
    expect(readFileSync(rig.path('out', 'csv', 'top-rules.csv'), 'utf8')).toContain(",'=1+1 <script>");
  });

  it('is complete in the trial itself, which can be read where there is no catalogue', async () => {
    const here = await report();
    cpSync(rig.path('.ruletrial', 'trials'), other.path('.ruletrial', 'trials'), {recursive: true});
    expect(await report(other)).toEqual(here);
  });

  it.each([
    [
      ['--snapshot', 'onw'],
      4,
      'no snapshot "onw": did you mean "own"? Known: own. See: ruletrial snapshot list',
    ],
    [['--snapshot', 'zzzzzz'], 4, 'no snapshot "zzzzzz": known: own. See: ruletrial snapshot list'],
    [
      [],
      2,
      'expected alert_json logs, or --snapshot to name the snapshot of logs that were imported before. See: ruletrial ingest --help',
    ],
  ])('refuses %j', async (args, exit, message) => {
    const done = await rig.ask(['ingest', '--trial', 'mine', '--arm', 'named', ...args]);
    expect([done.exit, done.stderr]).toEqual([exit, `ruletrial: ${message}\n`]);
  });

  it('refuses to name a snapshot for an arm or a trial that does not exist', async () => {
    const arm = await rig.ask(['ingest', '--trial', 'mine', '--arm', 'namd', '--snapshot', 'own']);
    expect([arm.exit, arm.stderr]).toEqual([
      4,
      'ruletrial: mine-1 has no arm "namd". Did you mean "named"? Known: named, matched\n',
    ]);
    const trial = await rig.ask(['ingest', '--trial', 'mien', '--arm', 'named', '--snapshot', 'own']);
    expect([trial.exit, trial.stderr]).toEqual([
      4,
      'ruletrial: no trial "mien" in this state folder. Did you mean "mine"? Known: mine-1\n',
    ]);
  });

  it('warns of a snapshot that has none of the rules that fired', async () => {
    rig.write('rulesets/wrong.yaml', 'source: {file: rules/wrong.rules}\n');
    rig.write('rules/wrong.rules', 'alert tcp any any -> any 1 (msg:"x"; sid:5; rev:1;)\n');
    await rig.ok(['snapshot', 'take', 'wrong'], NO_SNORT);
    const {stdout} = await rig.ok(['ingest', '--trial', 'mine', '--arm', 'matched', '--snapshot', 'wrong']);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'was named with ingest --snapshot; it contains none of the 2 rules that fired, so it is probably the wrong one.',
    );
    // the references that the other arm's snapshot has stay
    await rig.ok(['report', 'mine', '--format', 'csv', '--out', 'wrong']);
    expect(readFileSync(rig.path('wrong', 'csv', 'references.csv'), 'utf8')).toContain(
      '1:384,PROTOCOL-ICMP PING,1999-0265',
    );
    const {flags} = await report();
    expect(flags.filter(({flag}) => flag === 'snapshot-doubtful').map(({arm}) => arm)).toEqual(['matched']);
  });
});
