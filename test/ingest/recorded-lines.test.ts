import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {openLog} from '../fixtures/logs.ts';
import {ingest, newTrial, rollupsOf} from '../fixtures/trials.ts';

const RECORDED = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'recorded');

const logs = existsSync(RECORDED)
  ? readdirSync(RECORDED, {recursive: true, encoding: 'utf8'})
      .filter(path => path.endsWith('alert_json.txt.gz'))
      .sort()
  : [];
if (logs.length === 0)
  process.stdout.write('skipped: no recorded alert logs of Snort 3 at ../shared/data/recorded\n');

/** Columns of v_alert that are named otherwise in alert_json. */
const RENAMED: Readonly<Record<string, string>> = {classtype: 'class'};
/** Columns that no line holds. */
const OURS = new Set(['alert', 'run', 'arm', 'capture', 'at', 'extra', 'part', 'time']);

const two = (value: number): string => String(value).padStart(2, '0');

/** As `snort -U` prints it. */
function timestampOf(at: number): string {
  const time = new Date(Math.floor(at / 1000));
  const day = `${two(time.getUTCMonth() + 1)}/${two(time.getUTCDate())}`;
  const clock = `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}`;
  return `${day}-${clock}.${String(at % 1_000_000).padStart(6, '0')}`;
}

/** The line's fields as the store gives them back. */
function lineOfRow(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const at = row.at as number;
  const fields: Record<string, unknown> = {
    seconds: Math.floor(at / 1_000_000),
    timestamp: timestampOf(at),
    ...(row.extra === null ? {} : (JSON.parse(row.extra as string) as object)),
  };
  for (const [column, value] of Object.entries(row)) {
    if (!OURS.has(column) && value !== null && value !== '') fields[RENAMED[column] ?? column] = value;
  }
  return fields;
}

const sorted = (fields: object): string =>
  JSON.stringify(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));

describe.skipIf(logs.length === 0)('real lines of Snort 3', () => {
  it.each(logs)('%s can be read again from v_alert, field by field', async path => {
    const {store, db} = newTrial();
    const lines = gunzipSync(readFileSync(join(RECORDED, path)))
      .toString('utf8')
      .split('\n')
      .filter(line => line !== '');
    const taken = await ingest(store, 'a', [await openLog(join(RECORDED, path))], {finished: true});
    expect(taken).toMatchObject({alerts: lines.length, rejects: 0});
    const rows = db.prepare('SELECT * FROM v_alert').all() as Record<string, unknown>[];
    const stored = rows.map(row => sorted(lineOfRow(row))).sort();
    const written = lines.map(line => sorted(JSON.parse(line) as object)).sort();
    // one by one: a difference of whole lists is too long to read
    for (const [place, line] of written.entries()) expect(stored[place]).toBe(line);
    expect(stored).toHaveLength(written.length);
    const {kept, counted} = rollupsOf(db);
    expect(kept).toEqual(counted);
  });
});
