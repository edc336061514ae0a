import {createReadStream, statSync} from 'node:fs';
import {join} from 'node:path';
import {alertLog} from '../harness/disk/alert-logs.ts';
import {ingestRecords} from '../harness/ingest/ingest-records.ts';
import {snortJson} from '../harness/ingest/snort-json/parse-alert.ts';
import {splitLines} from '../harness/ingest/split-lines.ts';
import {Database} from '../harness/sqlite/database.ts';
import {createTrialStore} from '../harness/sqlite/journal/trial-store.ts';

/** One way over the same lines, in a process of its own; prints JSON: alerts, seconds, peak bytes, store bytes. */
const [way = '', lines = '', folder = ''] = process.argv.slice(2);

const WAYS: Readonly<Record<string, () => Promise<{alerts: number; store?: string}>>> = {
  parse: parseAlone,
  ours: ingestOurs,
  json: ingestJsonRows,
};

/** What no ingest can do without: finding the lines and parsing them. */
async function parseAlone(): Promise<{alerts: number}> {
  let alerts = 0;
  for await (const line of splitLines(createReadStream(lines, {highWaterMark: 1024 * 1024}), 0)) {
    if (
      JSON.parse(
        Buffer.from(line.bytes.buffer, line.bytes.byteOffset, line.bytes.byteLength).toString('utf8'),
      )
    )
      alerts += 1;
  }
  return {alerts};
}

/** The real path: every index, dictionary, rollup and the guarded cursor. */
async function ingestOurs(): Promise<{alerts: number; store: string}> {
  const path = join(folder, 'trial.db');
  const store = createTrialStore(path, 'bench-1', {
    version: 1,
    kind: 'ingested',
    schedule: 'bench',
    declaredDigest: '',
    madeBy: 'bench',
    createdAt: 0,
    isolation: 'capture',
    shards: 1,
    arms: [{name: 'a', engine: {kind: 'log'}}],
    captures: [],
  });
  const run = store.ingestedRun('a', 0);
  const log = await alertLog(lines);
  const taken = await ingestRecords({
    owner: run,
    logs: [log],
    store: store.ingest,
    formatOf: () => snortJson({year: undefined, changedAt: log.changedAt, timeZone: 'UTC'}),
    place: alert => ({alert, capture: 0}),
    finished: true,
  });
  store.close();
  return {alerts: taken.ok ? taken.value.records : 0, store: path};
}

/** Rows a commit of the alternative, as the viewers that store so commit. */
const JSON_BATCH = 100;

/** One row of JSON text for each alert, with FTS5 and four indexes, as alert viewers on SQLite do. */
async function ingestJsonRows(): Promise<{alerts: number; store: string}> {
  const path = join(folder, 'json.db');
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.exec(`CREATE TABLE event(id INTEGER PRIMARY KEY, at INT, source TEXT NOT NULL);
    CREATE INDEX event_at ON event(at);
    CREATE INDEX event_sid ON event(json_extract(source, '$.sid'));
    CREATE INDEX event_src ON event(json_extract(source, '$.src_addr'));
    CREATE INDEX event_dst ON event(json_extract(source, '$.dst_addr'));
    CREATE VIRTUAL TABLE event_text USING fts5(source, content='');`);
  const insert = db.prepare('INSERT INTO event(at, source) VALUES(?, ?)');
  const index = db.prepare('INSERT INTO event_text(rowid, source) VALUES(?, ?)');
  const commit = db.transaction((batch: readonly string[]) => {
    for (const text of batch) {
      const at = (JSON.parse(text) as {seconds: number}).seconds;
      index.run(insert.run(at, text).lastInsertRowid, text);
    }
  });
  let alerts = 0;
  let batch: string[] = [];
  for await (const line of splitLines(createReadStream(lines, {highWaterMark: 1024 * 1024}), 0)) {
    batch.push(Buffer.from(line.bytes).toString('utf8'));
    alerts += 1;
    if (batch.length < JSON_BATCH) continue;
    commit(batch);
    batch = [];
  }
  commit(batch);
  db.close();
  return {alerts, store: path};
}

const measured = WAYS[way];
if (!measured) throw new Error(`no way ${way}`);
const began = process.hrtime.bigint();
const {alerts, store} = await measured();
const seconds = Number(process.hrtime.bigint() - began) / 1e9;
const storeBytes = store === undefined ? undefined : statSync(store).size;
process.stdout.write(
  JSON.stringify({alerts, seconds, peakBytes: process.resourceUsage().maxRSS * 1024, storeBytes}),
);
