import {describe, expect, it} from 'vitest';
import {ingestRecords} from '../../harness/ingest/ingest-records.ts';
import {alertLine, lineOf} from '../fixtures/alert-lines.ts';
import {logOf} from '../fixtures/logs.ts';
import {intake, keptOf, newTrial, type OpenTrial} from '../fixtures/trials.ts';

const timed = (...numbers: number[]): string => numbers.map(n => `${alertLine(n)}\n`).join('');
/** Records of a setup whose fields hold no time. */
const bare = (...sids: number[]): string =>
  sids.map(sid => `${lineOf({sid, msg: `rule ${sid}`})}\n`).join('');

/** Hands a log over as the command does; its alerts, or the kind of the failure. */
async function give(
  {store}: OpenTrial,
  name: string,
  content: string,
  asNew = false,
): Promise<number | string> {
  const imported = {asNew, sameAs: undefined};
  const taken = await ingestRecords(intake(store, 'a', [logOf(`/l/${name}`, content)], {imported}));
  return taken.ok ? taken.value.records : taken.failure.kind;
}

async function giveAll(contents: readonly string[]): Promise<(number | string)[]> {
  const trial = newTrial();
  const given: (number | string)[] = [];
  for (const [place, content] of contents.entries()) given.push(await give(trial, `${place}.json`, content));
  return given;
}

describe('logs that begin with the same record', () => {
  it('are two logs when the second does not repeat the bytes that are known of the first', async () => {
    const trial = newTrial();
    expect(await give(trial, 'one.json', bare(7, 7, 7))).toBe(3);
    expect(await give(trial, 'two.json', bare(7, 8, 7, 7, 7))).toBe(5);
    expect(await give(trial, 'two.json', bare(7, 8, 7, 7, 7, 9))).toBe(1);
    expect(await give(trial, 'one.json', bare(7, 7, 7, 6))).toBe(1);
    expect(keptOf(trial.db, 'a')).toMatchObject({alerts: {length: 10}, rejects: []});
  });

  it('are refused when the second is shorter and may be a part of the first, unless the user says that it is new', async () => {
    const trial = newTrial();
    expect(await give(trial, 'one.json', bare(7, 7, 7))).toBe(3);
    expect(await give(trial, 'two.json', bare(7))).toBe('log-undecided');
    expect(keptOf(trial.db, 'a').alerts).toHaveLength(3);
    expect(await give(trial, 'two.json', bare(7), true)).toBe(1);
    expect(keptOf(trial.db, 'a').alerts).toHaveLength(4);
  });

  it('cannot be told apart where an earlier version kept no digest', async () => {
    const trial = newTrial();
    await give(trial, 'one.json', timed(1, 2));
    const {running: _, ...store} = trial.store.ingest;
    const old = {
      ...store,
      running: new Map(),
      known: () => store.known(1).map(one => ({...one, digest: undefined})),
    };
    const log = logOf('/l/one.json', timed(1, 2, 3));
    const wanted = intake(trial.store, 'a', [log], {store: old});
    const imported = {asNew: false, sameAs: undefined};
    expect(await ingestRecords({...wanted, imported})).toMatchObject({failure: {kind: 'log-undecided'}});
    // of a run of ours there is no other log
    expect(await ingestRecords(wanted)).toMatchObject({value: {records: 1}});
  });
});

describe('a log that holds others', () => {
  it.each([
    ['a known log and more', [timed(1, 2), timed(1, 2, 3)], [2, 1]],
    ['a known log behind another one', [timed(5, 6), timed(1, 2, 5, 6, 7)], [2, 3]],
    ['two known logs', [timed(1, 2), timed(5, 6), timed(5, 6, 1, 2)], [2, 2, 0]],
    [
      'two known logs without times, the first one first',
      [bare(1, 2), bare(3, 4), bare(1, 2, 3, 4)],
      [2, 2, 2],
    ],
    ['a known log that was cut at its head', [timed(1, 2, 3, 4), timed(3, 4)], [4, 0]],
    ['a known log that was cut at its head, and more', [timed(1, 2, 3, 4), timed(3, 4, 5)], [4, 1]],
    ['the middle of a known log', [timed(1, 2, 3, 4), timed(2, 3)], [4, 0]],
    ['the beginning of a known log', [timed(1, 2, 3, 4), timed(1, 2)], [4, 0]],
    ['the tail of a line and the rest of a known log', [timed(1, 2, 3), timed(1, 2, 3).slice(20)], [3, 0]],
    ['the beginning of a known log, cut in a line', [timed(1, 2, 3), timed(1, 2, 3).slice(0, -20)], [3, 0]],
    [
      'a whole log of which one that was cut at its head, in a line, is known',
      [timed(1, 2, 3, 4).slice(20), timed(1, 2, 3, 4)],
      [3, 1],
    ],
    [
      'a whole log of which the middle is known',
      [timed(1, 2, 3, 4).slice(20, -20), timed(1, 2, 3, 4)],
      [2, 2],
    ],
    [
      'what is known of one log behind the known bytes of another',
      [timed(1, 2, 3, 4), timed(5, 2), timed(5, 2, 3, 4)],
      [4, 1, 0],
    ],
    ['a known log with other line ends', [timed(1, 2), timed(1, 2).replaceAll('\n', '\r\n')], [2, 0]],
    ['nothing of it', [timed(1, 2), timed(3, 4)], [2, 2]],
  ])('adds what is new in it: %s', async (_, contents, alerts) => {
    expect(await giveAll(contents)).toEqual(alerts);
  });

  it.each([
    ['a known log from which lines were taken out', [timed(1, 2, 3, 4), timed(1, 3, 4)]],
    ['a known log without times behind another one', [bare(1, 2, 3), bare(9, 1, 2, 3)]],
    ['a known log without times that was cut at its head', [bare(1, 2, 3), bare(2, 3)]],
  ])('is refused when it cannot be decided: %s', async (_, contents) => {
    expect((await giveAll(contents)).at(-1)).toBe('log-undecided');
  });

  it('counts equal lines of one second in two logs that follow each other', async () => {
    const second = (n: number) => `${lineOf({seconds: 1_780_000_000 + n, sid: 1, msg: 'x'})}\n`;
    expect(await giveAll([second(1) + second(2) + second(2), second(2) + second(3)])).toEqual([3, 2]);
  });

  it('adds what is new when the harness died while it took it in', async () => {
    const trial = newTrial();
    await give(trial, 'old.json', timed(5, 6, 7));
    const content = timed(1, 2, 5, 6, 7, 8, 9);
    const {store} = trial;
    const first = logOf('/l/joined.json', content.slice(0, timed(1, 2).length));
    expect(
      await ingestRecords(intake(store, 'a', [first], {imported: {asNew: false, sameAs: undefined}})),
    ).toMatchObject({
      value: {records: 2},
    });
    expect(await give(trial, 'joined.json', content)).toBe(2);
    expect(await give(trial, 'joined.json', content)).toBe(0);
    expect(keptOf(trial.db, 'a').alerts).toHaveLength(7);
  });
});
