import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {orderLogs} from '../../harness/ingest/order-logs.ts';
import {logOf} from '../fixtures/logs.ts';

const order = (...paths: string[]): string[][] =>
  orderLogs(paths.map(path => logOf(path, ''))).map(group => group.map(({path}) => path));

describe('orderLogs', () => {
  it('puts logs that Snort rolled over before the one that is written now, by their epoch second', () => {
    expect(
      order(
        '/l/alert_json.txt',
        '/l/alert_json.txt.1780000200',
        '/l/alert_json.txt.999999999',
        '/l/alert_json.txt.999999998',
        '/l/alert_json.txt.1780000100',
      ),
    ).toEqual([
      [
        '/l/alert_json.txt.999999998',
        '/l/alert_json.txt.999999999',
        '/l/alert_json.txt.1780000100',
        '/l/alert_json.txt.1780000200',
        '/l/alert_json.txt',
      ],
    ]);
  });

  it("takes logrotate's highest number for the oldest, by number and not by letter", () => {
    expect(order('/l/a.txt', '/l/a.txt.1', '/l/a.txt.10.gz', '/l/a.txt.2.gz')).toEqual([
      ['/l/a.txt.10.gz', '/l/a.txt.2.gz', '/l/a.txt.1', '/l/a.txt'],
    ]);
  });

  it("sorts logrotate's dates, compressed or not, before the extension or behind it", () => {
    expect(order('/l/a.txt', '/l/a.txt-20260102', '/l/a.txt-20251231.gz', '/l/a.txt-20260110')).toEqual([
      ['/l/a.txt-20251231.gz', '/l/a.txt-20260102', '/l/a.txt-20260110', '/l/a.txt'],
    ]);
    expect(order('/l/a.json', '/l/a-2026-01-02.json', '/l/a-2026-01-01.json.gz')).toEqual([
      ['/l/a-2026-01-01.json.gz', '/l/a-2026-01-02.json', '/l/a.json'],
    ]);
    expect(order('/l/a.txt', '/l/a.txt-2026010112', '/l/a.txt-2026010109', '/l/a.txt.20260102')).toEqual([
      ['/l/a.txt-2026010109', '/l/a.txt-2026010112', '/l/a.txt.20260102', '/l/a.txt'],
    ]);
    expect(order('/l/a-99999999', '/l/a-7')).toEqual([['/l/a-99999999'], ['/l/a-7']]);
  });

  it('keeps packet threads, and folders, apart', () => {
    expect(
      order(
        '/l/0_alert_json.txt',
        '/l/1_alert_json.txt',
        '/l/0_alert_json.txt.1780000100.gz',
        '/m/0_alert_json.txt',
        '/l.1/alert_json.txt',
      ),
    ).toEqual([
      ['/l/0_alert_json.txt.1780000100.gz', '/l/0_alert_json.txt'],
      ['/l/1_alert_json.txt'],
      ['/m/0_alert_json.txt'],
      ['/l.1/alert_json.txt'],
    ]);
  });

  it('gives every log once, the same order from any order', () => {
    const suffix = fc.oneof(
      fc.constant(''),
      fc.nat(30).map(n => `.${n}`),
      fc.integer({min: 1_700_000_000, max: 1_800_000_000}).map(n => `.${n}`),
    );
    const paths = fc.uniqueArray(
      fc
        .tuple(fc.constantFrom('/l/alert_json.txt', '/l/0_alert_json.txt'), suffix)
        .map(parts => parts.join('')),
      {maxLength: 12},
    );
    const shuffled = paths.chain(list =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, {minLength: list.length})),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        const sortedGroups = (groups: string[][]) => groups.map(group => group.join(' ')).sort();
        expect(
          order(...list)
            .flat()
            .sort(),
        ).toEqual([...list].sort());
        expect(sortedGroups(order(...other))).toEqual(sortedGroups(order(...list)));
      }),
    );
  });
});
