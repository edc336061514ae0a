import {readdirSync, readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {trialReportSchema} from '../../harness/analysis/trial-report.ts';
import type {FiredRow} from '../../harness/answers/figures.ts';
import {alertLine} from '../fixtures/alert-lines.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';

/** What every surface must say of an arm in a part: alerts, and rules by gid:sid. */
type Figures = Record<string, {alerts: number; rules: number}>;

const DEMO = ['--project', resolve('demo')];
const rig = new Rig();

/** Every kind of trial, with the parts that it has. */
const TRIALS = [
  {trial: 'demo-live-1', kind: 'rotating', parts: ['live', 'same-traffic']},
  {trial: 'together-1', kind: 'concurrent', parts: ['live', 'same-traffic']},
  {trial: 'demo-1', kind: 'replay', parts: ['same-traffic']},
  {trial: 'mine-1', kind: 'ingested', parts: ['live']},
] as const;

beforeAll(async () => {
  const short = ['--project', shortSlots()];
  await rig.ok(['trial', 'run', 'demo-live', ...short], NO_SNORT);
  await rig.ok(['trial', 'run', 'demo', ...DEMO], NO_SNORT);
  const {stdout} = await rig.ok(['trial', 'run', 'together', '--json', ...short], NO_SNORT);
  expect(trialReportSchema.parse(JSON.parse(stdout)).trial.kind).toBe('concurrent');
  for (const [arm, count] of [
    ['one', 5],
    ['two', 3],
  ] as const) {
    const lines = Array.from({length: count}, (_, n) => `${alertLine(n)}\n`).join('');
    const log = rig.write(`${arm}.txt`, lines);
    await rig.ok(['ingest', log, '--trial', 'mine', '--arm', arm]);
  }
}, 240_000);
afterAll(() => rig.remove());

/** The demo's live schedule in shorter slots, and one with all arms at the same time. */
function shortSlots(): string {
  const text = readFileSync('demo/schedules/demo-live.yaml', 'utf8').replace(
    '- captures',
    `- ${resolve('demo/captures')}`,
  );
  rig.write('short/schedules/demo-live.yaml', text.replace('every: 4s', 'every: 2s'));
  const together = text.replace('kind: rotating', 'kind: concurrent').replace(/^(order|seed):.*\n/gm, '');
  rig.write(
    'short/schedules/together.yaml',
    together.replace('every: 4s\nrotations: 3', 'every: 2s\nrotations: 2'),
  );
  for (const file of readdirSync('demo/rulesets', {recursive: true, encoding: 'utf8'}))
    if (/\.(yaml|rules)$/.test(file))
      rig.write(`short/rulesets/${file}`, readFileSync(`demo/rulesets/${file}`));
  return rig.path('short');
}

/** What a command prints, asked once. */
const said = new Map<string, Promise<string>>();
function ask(...args: readonly string[]): Promise<string> {
  const key = args.join(' ');
  const known = said.get(key) ?? rig.ok(args).then(({stdout}) => stdout);
  said.set(key, known);
  return known;
}

const number = (text = ''): number => Number(text.replaceAll(/[^\d]/g, ''));

/** Rows of the table "Summary by arm" in a text, by its caption of one part. */
function rowsAfter(text: string, caption: RegExp, row: RegExp, end: RegExp): Figures {
  const begin = text.search(caption);
  if (begin < 0) throw new Error(`no table ${caption}`);
  const rest = text.slice(begin);
  const table = rest.slice(0, rest.slice(1).search(end) + 1);
  const found: Figures = {};
  for (const [, arm = '', , alerts, rules] of table.matchAll(row))
    found[arm] = {alerts: number(alerts), rules: number(rules)};
  return found;
}

const SPOKEN = {live: 'live', 'same-traffic': 'same traffic'} as const;
const captionOf = (part: keyof typeof SPOKEN, several: boolean): string =>
  several ? `Summary by arm \\(${SPOKEN[part]}\\)` : 'Summary by arm';

/** The figures of one part by each surface. */
const SURFACES: Readonly<
  Record<string, (trial: string, part: keyof typeof SPOKEN, several: boolean) => Promise<Figures>>
> = {
  async json(trial, part) {
    const stdout = await ask('report', trial, '--json');
    const found = trialReportSchema.parse(JSON.parse(stdout)).parts.find(one => one.part === part);
    return Object.fromEntries(
      found?.arms.map(({arm, alerts, rulesFired}) => [arm, {alerts, rules: rulesFired}]) ?? [],
    );
  },
  async terminal(trial, part, several) {
    const stdout = await ask('report', trial);
    const row =
      /^([a-z]+) +([\d,–]+)(?: +[\d,.]+ (?:s|min) +[\d,.]+)? +([\d,]+) +([\d,]+) +[\d,]+ +[\d,]+(?: +baseline)?$/gm;
    return rowsAfter(stdout, new RegExp(`^${captionOf(part, several)}$`, 'm'), row, /\n\n/);
  },
  async markdown(trial, part, several) {
    const stdout = await ask('report', trial, '--format', 'markdown');
    const row =
      /^\| ([a-z]+) \| +([\d,–]+) \|(?: +[\d,.]+ (?:s|min) \| +[\d,.]+ \|)? +([\d,]+) \| +([\d,]+) \|/gm;
    return rowsAfter(stdout.replaceAll('\\', ''), new RegExp(captionOf(part, several)), row, /\n\n[^|]/);
  },
  async html(trial, part, several) {
    const stdout = await ask('report', trial, '--format', 'html');
    const row =
      /<tr>\s*<t[dh][^>]*>([a-z]+)<\/t[dh]>\s*<td[^>]*>([\d,–]+)<\/td>(?:\s*<td[^>]*>[\d.\s]+(?:s|min)<\/td>\s*<td[^>]*>[\d.\s]+<\/td>)?\s*<td[^>]*>([\d,]+)<\/td>\s*<td[^>]*>([\d,]+)<\/td>/g;
    return rowsAfter(stdout, new RegExp(captionOf(part, several)), row, /<\/table>/);
  },
  async csv(trial, part, several) {
    await ask('report', trial, '--format', 'csv', '--out', `csv-${trial}`);
    const text = readFileSync(
      rig.path(`csv-${trial}`, 'csv', `${several ? `${part}-` : ''}arms.csv`),
      'utf8',
    );
    return rowsAfter(`arms\n${text}`, /arms/, /^([a-z]+),(\d*)(?:,\d+\.\d+,\d+\.\d+)?,(\d+),(\d+),/gm, /\n$/);
  },
  async fired(trial, part) {
    const stdout = await ask('fired', trial, '--json');
    return fromRows((JSON.parse(stdout) as FiredRow[]).filter(row => row.part === part));
  },
  async 'fired of one part'(trial, part) {
    const stdout = await ask('fired', trial, '--part', part, '--json');
    return fromRows(JSON.parse(stdout) as FiredRow[]);
  },
  async views(trial, part) {
    const db = rig.trial(trial);
    try {
      return fromRows(db.prepare('SELECT * FROM v_rule_fired WHERE part = ?').all(part) as FiredRow[]);
    } finally {
      db.close();
    }
  },
  async 'single alerts of the view'(trial, part) {
    const db = rig.trial(trial);
    const rows = db.prepare('SELECT arm, gid, sid, 1 AS alerts FROM v_alert WHERE part = ?').all(part);
    db.close();
    return fromRows(rows as FiredRow[]);
  },
  async export(trial, part) {
    const stdout = await ask('report', trial, '--json');
    const found: Figures = {};
    for (const {name} of trialReportSchema.parse(JSON.parse(stdout)).arms) {
      const exported = await ask('export', trial, '--arm', name, '--format', 'json');
      const own = trialReportSchema.parse(JSON.parse(exported));
      for (const {arm, alerts, rulesFired} of own.parts.find(one => one.part === part)?.arms ?? [])
        found[arm] = {alerts, rules: rulesFired};
    }
    return found;
  },
};

function fromRows(rows: readonly Pick<FiredRow, 'arm' | 'gid' | 'sid' | 'alerts'>[]): Figures {
  const found: Figures = {};
  const rules = new Map<string, Set<string>>();
  for (const {arm, gid, sid, alerts} of rows) {
    const keys = rules.get(arm) ?? new Set();
    rules.set(arm, keys.add(`${gid}:${sid}`));
    found[arm] = {alerts: (found[arm]?.alerts ?? 0) + alerts, rules: keys.size};
  }
  return found;
}

describe.each(TRIALS)('a $kind trial, $trial', ({trial, kind, parts}) => {
  it('has its parts, each with alerts', async () => {
    const stdout = await ask('report', trial, '--json');
    const report = trialReportSchema.parse(JSON.parse(stdout));
    expect([report.trial.kind, report.parts.map(({part}) => part)]).toEqual([kind, parts]);
    for (const part of report.parts)
      expect(part.arms.reduce((sum, {alerts}) => sum + alerts, 0)).toBeGreaterThan(0);
  });

  it.each(Object.keys(SURFACES))('says the same figures of each part: %s', async surface => {
    for (const part of parts) {
      const several = parts.length > 1;
      const fired = Object.entries((await SURFACES.json?.(trial, part, several)) ?? {});
      const found = (await SURFACES[surface]?.(trial, part, several)) ?? {};
      // a list of rules that fired has no line for an arm of which none did
      for (const [arm, figures] of fired)
        expect([arm, found[arm] ?? {alerts: 0, rules: 0}]).toEqual([arm, figures]);
      expect(Object.keys(found).filter(arm => !fired.some(([name]) => name === arm))).toEqual([]);
    }
  });

  it('exports one arm without a word of the others', async () => {
    const stdout = await ask('report', trial, '--json');
    const arms = trialReportSchema.parse(JSON.parse(stdout)).arms.map(({name}) => name);
    for (const arm of arms) {
      const exported = await ask('export', trial, '--arm', arm, '--format', 'json');
      const {parts: own, arms: identities} = trialReportSchema.parse(JSON.parse(exported));
      expect(identities.map(({name}) => name)).toEqual([arm]);
      const named = JSON.stringify(own.map(({flags: _, ...part}) => part));
      for (const other of arms.filter(name => name !== arm)) expect(named).not.toContain(`"arm":"${other}"`);
    }
  });
});

describe('the demo', () => {
  it('says 153 alerts of broad in its own slots and 645 over the same traffic, and never 798', async () => {
    for (const args of [
      ['fired', 'demo-live'],
      ['report', 'demo-live'],
      ['export', 'demo-live', '--arm', 'broad'],
    ])
      expect(await ask(...args)).not.toMatch(/\b798\b/);
    const stdout = await ask('fired', 'demo-live', '--arm', 'broad', '--json');
    const rows = JSON.parse(stdout) as FiredRow[];
    expect(fromRows(rows.filter(({part}) => part === 'same-traffic'))).toMatchObject({broad: {alerts: 645}});
    const live = fromRows(rows.filter(({part}) => part === 'live')).broad?.alerts ?? 0;
    expect(live).toBeGreaterThan(0);
    expect(live).toBeLessThan(645);
  });
});
