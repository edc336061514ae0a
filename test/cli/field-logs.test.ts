import {spawn} from 'node:child_process';
import {readFileSync, utimesSync} from 'node:fs';
import {resolve} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {alertsBy, copyField, needField} from '../rig/field.ts';
import {Rig} from '../rig/project.ts';

const runs = needField("people's alert logs");

describe.runIf(runs)("people's alert logs", () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
  });
  afterEach(() => rig.remove());

  const project = (name: string) => copyField(rig, `logs-and-captures/${name}`);
  async function ingest(...args: string[]): Promise<{alerts: number; rejects: number}> {
    const done = await rig.ok(['ingest', ...args, '--trial', 't', '--arm', 'a', '--json']);
    return JSON.parse(done.stdout);
  }
  const stored = (columns: string) => {
    const db = rig.trial('t-1');
    const rows = db.prepare(`SELECT ${columns} FROM v_alert ORDER BY alert`).raw().all();
    db.close();
    return rows;
  };
  const TIME = "datetime(at / 1000000, 'unixepoch')";

  it('whose first record does not apply in its first field are read', async () => {
    project('leading-comma');
    expect(await ingest('alert_json.txt')).toMatchObject({alerts: 3, rejects: 0});
    expect(await ingest('all.txt')).toMatchObject({alerts: 2, rejects: 0});
  });

  it('with quotes and backslashes in a message are read', async () => {
    project('message-with-escapes');
    expect(await ingest('alert_json.txt')).toMatchObject({alerts: 4, rejects: 0});
  });

  it('of two days that begin with the same record are two logs', async () => {
    project('same-first-record');
    expect(await ingest('day1.json', 'day2.json')).toMatchObject({alerts: 8, rejects: 0});
    expect(alertsBy(rig, 't-1', 'rule').map(line => line.split(' ').at(-1))).toEqual(['7', '1']);
  });

  it.each(['-', '/dev/stdin'])('come from a pipe: %s', async name => {
    project('stdin-and-pipes');
    const child = spawn(
      process.execPath,
      [resolve('dist/harness/main.js'), 'ingest', name, '--trial', 't', '--arm', 'a', '--json'],
      {cwd: rig.root, stdio: ['pipe', 'pipe', 'ignore']},
    );
    const out: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stdin.end(readFileSync(rig.path('alert_json.txt')));
    expect(await new Promise(ended => child.once('close', ended))).toBe(0);
    expect(JSON.parse(Buffer.concat(out).toString())).toMatchObject({alerts: 2});
  });

  it('with strings for numbers have the times, rules and ports of their strings', async () => {
    project('strings-for-numbers');
    expect(await ingest('a.json')).toMatchObject({alerts: 2, rejects: 0});
    expect(stored(`${TIME}, rule, src_port`)).toEqual([
      ['2023-11-14 22:13:20', '1:1000001:1', 40_000],
      ['2023-11-14 22:13:21', '1:1000001:1', 40_000],
    ]);
  });

  it('of a replay are read with the offset that Snort had', async () => {
    project('time-zone-of-replays');
    await ingest('july.txt', '--year', '2024', '--time-zone', '+01:00');
    expect(stored(TIME)[0]).toEqual(['2024-07-01 12:00:00']);
  });

  it('with a whole record behind a torn one lose only the torn one', async () => {
    project('torn-then-whole');
    expect(await ingest('alert_json.txt')).toMatchObject({alerts: 3, rejects: 1});
  });

  it('without a year are told the year that was assumed, at ingest and in the report', async () => {
    project('year-guessed-in-silence');
    utimesSync(rig.path('alert_json.txt'), 1_764_000_000, 1_764_000_000);
    const said = await rig.ok(['ingest', 'alert_json.txt', '--trial', 't', '--arm', 'a']);
    expect(said.stdout + said.stderr).toContain('Assumed 2025');
    const report = JSON.parse((await rig.ok(['report', 't', '--json'])).stdout);
    expect(report.parts[0].flags.map(({flag}: {flag: string}) => flag)).toContain('year-assumed');
  });
});
