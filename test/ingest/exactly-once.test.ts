import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {ingestRecords} from '../../harness/ingest/ingest-records.ts';
import type {Batch, IngestStore, LogSource} from '../../harness/ingest/ports.ts';
import type {PlacedAlert} from '../../harness/trial/ports.ts';
import {alertLine, lineOf} from '../fixtures/alert-lines.ts';
import {logOf} from '../fixtures/logs.ts';
import {ingest, intake, keptOf, newTrial, rollupsOf} from '../fixtures/trials.ts';

class Crash extends Error {}

/** The store of a harness that dies at its commit number `at` (1 or more), before or after the commit reached the file. */
function dyingAt(
  store: IngestStore<PlacedAlert>,
  at: number,
  when: 'before' | 'after',
): IngestStore<PlacedAlert> {
  let commits = 0;
  return {
    ...store,
    commit(batch: Batch<PlacedAlert>) {
      commits += 1;
      if (commits === at && when === 'before') throw new Crash();
      store.commit(batch);
      if (commits === at) throw new Crash();
    },
  };
}

/** One file of a log as it will be in the end; its last line may be torn, its rest is then the next file's beginning. */
interface Piece {
  readonly lines: readonly string[];
  /** Where the last line is torn, as a share of its bytes; undefined: at its end. */
  readonly torn: number | undefined;
}

const GARBAGE = ['nonsense', '{ "no" : "alert" }', '{ "rule" : "1:2:3", "msg" : ', '\u0001\u0002'];

/** Lines: an alert (its number), or one of the lines that are none, or an empty one. */
const piece = fc.record({
  lines: fc.array(fc.oneof({arbitrary: fc.constant('alert'), weight: 4}, fc.constantFrom(...GARBAGE, '')), {
    maxLength: 8,
  }),
  torn: fc.option(fc.double({min: 0, max: 1, noNaN: true}), {nil: undefined}),
});

/** Every file begins and ends with an alert; each alert has a number of its own. */
function lay(pieces: readonly Piece[]): Buffer[] {
  let n = 0;
  const files: Buffer[] = [];
  let carried = Buffer.alloc(0);
  for (const {lines, torn} of pieces) {
    const words = ['alert', ...lines, 'alert'].map(line => {
      if (line !== 'alert') return line;
      n += 1;
      return alertLine(n);
    });
    const last = Buffer.from(`${words.pop()}\n`);
    const cut = torn === undefined ? last.length : Math.floor(torn * last.length);
    files.push(Buffer.concat([carried, Buffer.from(`${words.join('\n')}\n`), last.subarray(0, cut)]));
    carried = last.subarray(cut);
  }
  files[files.length - 1] = Buffer.concat([files.at(-1) ?? carried, carried]);
  return files;
}

/** The files as they lie after so many bytes were written: the newest one has no number. */
function filesAt(files: readonly Buffer[], written: number): LogSource[] {
  const begun: Buffer[] = [];
  let left = written;
  for (const [place, file] of files.entries()) {
    if (place > 0 && left <= 0) break;
    begun.push(file.subarray(0, Math.max(0, left)));
    left -= file.length;
  }
  return begun.map((bytes, place) =>
    logOf(
      place === begun.length - 1 ? '/l/alert_json.txt' : `/l/alert_json.txt.${1_780_000_000 + place}`,
      bytes,
    ),
  );
}

/** What must be in the store in the end: numbers of alerts, and lines that are none with their lengths. */
function expected(files: readonly Buffer[]): {numbers: number[]; rejects: string[]} {
  const lines = Buffer.concat(files).toString('utf8').split('\n');
  return {
    numbers: lines.flatMap(line => (line.includes('pkt_num') ? [Number(JSON.parse(line).pkt_num)] : [])),
    rejects: lines.filter(line => GARBAGE.includes(line)).sort(),
  };
}

describe('ingest', () => {
  const looks = fc.array(
    fc.record({
      grown: fc.double({min: 0, max: 1, noNaN: true}),
      crash: fc.option(fc.constantFrom('before', 'after'), {nil: undefined, freq: 2}),
    }),
    {maxLength: 6},
  );

  it('holds every line of a log once that grows, rolls over in mid-line and is read by a harness that keeps dying', async () => {
    const {store, db} = newTrial();
    let trials = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(piece, {minLength: 1, maxLength: 3}), looks, async (pieces, seen) => {
        const files = lay(pieces);
        const all = files.reduce((sum, file) => sum + file.length, 0);
        trials += 1;
        const arm = `arm-${trials}`;
        const steps = [...seen].sort((a, b) => a.grown - b.grown);
        for (const {grown, crash} of steps) {
          const logs = filesAt(files, Math.floor(grown * all));
          const wanted = intake(store, arm, logs);
          try {
            await ingestRecords(crash ? {...wanted, store: dyingAt(store.ingest, 1, crash)} : wanted);
          } catch (thrown) {
            if (!(thrown instanceof Crash)) throw thrown;
          }
        }
        expect(await ingest(store, arm, filesAt(files, all))).toMatchObject({waiting: 0});
        expect(await ingest(store, arm, filesAt(files, all))).toMatchObject({
          alerts: 0,
          rejects: 0,
          waiting: 0,
        });
        const kept = keptOf(db, arm);
        const numbers = kept.alerts.map(row => Number((JSON.parse(row) as unknown[])[10]));
        const {numbers: written, rejects} = expected(files);
        expect(numbers.sort((a, b) => a - b)).toEqual(written);
        const heads = (kept.rejects as {head: string}[]).map(({head}) => head);
        expect(heads.sort()).toEqual(rejects);
      }),
      {numRuns: 300},
    );
    const {kept, counted} = rollupsOf(db);
    expect(kept).toEqual(counted);
  }, 60_000);

  it('counts an alert once when the harness dies between reading and committing, at any of many commits', async () => {
    const short = (n: number) => lineOf({rule: `1:${n % 50}:1`, seconds: 1_780_000_000 + n, pkt_num: n});
    const lines = (from: number, to: number) =>
      Array.from(
        {length: to - from},
        (_, n) => `${short(from + n)}\n${n % 4000 === 9 ? 'nonsense\n' : ''}`,
      ).join('');
    const torn = short(17_000);
    const logs = [
      logOf('/l/alert_json.txt.1780000001', `${lines(0, 17_000)}${torn.slice(0, 30)}`),
      logOf('/l/alert_json.txt', `${torn.slice(30)}\n${lines(17_001, 20_000)}`),
    ];
    const {store, db} = newTrial();
    // alerts in the store after each commit of a harness that lives
    const held: number[] = [];
    await ingest(store, 'whole', logs, {progress: ({records}) => held.push(records)});
    // as text: a difference of so many rows is too long to read
    const textOf = (arm: string): string => JSON.stringify(keptOf(db, arm));
    const whole = textOf('whole');
    expect(store.alertsOf(intake(store, 'whole', []).owner)).toBe(20_000);

    expect(held.length).toBeGreaterThan(1);
    for (const at of held.keys()) {
      for (const when of ['before', 'after'] as const) {
        const arm = `${when}-${at}`;
        const dying = {...intake(store, arm, logs), store: dyingAt(store.ingest, at + 1, when)};
        await expect(ingestRecords(dying)).rejects.toThrow(Crash);
        const known = (when === 'after' ? held[at] : held[at - 1]) ?? 0;
        expect(store.alertsOf(dying.owner)).toBe(known);
        expect(await ingest(store, arm, logs)).toMatchObject({alerts: 20_000 - known});
        expect(textOf(arm) === whole).toBe(true);
      }
    }
    const {kept, counted} = rollupsOf(db);
    expect(kept).toEqual(counted);
  }, 60_000);
});

describe('rollups', () => {
  it('equal a fresh count over all alerts after any sequence of takes, with and without times and sources', async () => {
    const {store, db} = newTrial();
    const alert = fc.record({
      sid: fc.integer({min: 1, max: 3}),
      seconds: fc.option(fc.integer({min: 1_779_999_999, max: 1_780_008_000}), {nil: undefined}),
      src_addr: fc.constantFrom(undefined, '192.0.2.1', '192.0.2.2', '2001:db8::1', '::ffff:192.0.2.1'),
      capture: fc.integer({min: 0, max: 2}),
    });
    let takes = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(alert, {maxLength: 20}), {maxLength: 5}),
        fc.constantFrom('a', 'b'),
        async (logs, arm) => {
          for (const alerts of logs) {
            takes += 1;
            const captures = alerts.map(({capture}) => capture);
            const lines = alerts.map(({capture: _, ...fields}, n) =>
              JSON.stringify({rule: `1:${fields.sid}:1`, ...fields, pkt_num: n, take: takes}),
            );
            await ingest(store, arm, [logOf('/l/alert_json.txt', lines.map(line => `${line}\n`).join(''))], {
              place: taken => ({alert: taken, capture: captures[taken.numbers[2] ?? 0] ?? 0}),
            });
          }
          const {kept, counted} = rollupsOf(db);
          expect(kept).toEqual(counted);
        },
      ),
      {numRuns: 40},
    );
    expect(takes).toBeGreaterThan(20);
  }, 60_000);
});
