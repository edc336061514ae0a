import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it, vi} from 'vitest';
import {downloadCache} from '../../harness/disk/download-cache.ts';
import {archiveReader} from '../../harness/snapshots/archive/read-archive.ts';
import {readWhole} from '../../harness/snapshots/directory/read-directory.ts';
import {downloadSource, urlSource} from '../../harness/snapshots/download-source.ts';
import {variantOf} from '../../harness/snapshots/last-good.ts';
import {takeSnapshot} from '../../harness/snapshots/take.ts';
import type {TakeOrder} from '../../harness/snapshots/take-order.ts';
import {undiciDownload} from '../../harness/snapshots/undici/download.ts';
import {verifySnapshot} from '../../harness/snapshots/verify.ts';
import {downloadLog} from '../../harness/sqlite/catalogue/download-log.ts';
import {openCatalogue} from '../../harness/sqlite/open-catalogue.ts';
import {provider} from '../fakes/provider.ts';
import {virtualClock} from '../fakes/virtual-clock.ts';
import {COMMUNITY_NAME} from '../fixtures/archives/community.ts';
import {TEXT_RULES} from '../fixtures/archives/text-rules.ts';
import {writeArchive} from '../fixtures/archives/write-archive.ts';
import {sourceRequest, taking, wanted} from '../fixtures/taking.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

// many steps, one after another
vi.setConfig({testTimeout: 120_000, hookTimeout: 120_000});

const HOUR = 3600;
const DAY = 24 * HOUR;
const OUTAGE = {from: 3 * DAY, to: 5 * DAY};
const TERMS = {from: 8 * DAY, to: 9 * DAY};

/** The community archive of a day: one rule changes its revision each day. */
function archiveOf(day: number): Buffer {
  const texts = TEXT_RULES.map(({text}, place) =>
    place === 0 ? text.replace(/rev:\d+/, `rev:${day + 1}`) : text,
  );
  const path = 'snort3-community-rules/snort3-community.rules';
  return readFileSync(writeArchive(tempFolder(), COMMUNITY_NAME, [{path, content: `${texts.join('\n')}\n`}]));
}

const listOf = (day: number): string => `192.0.2.1\n198.51.100.${day}\n`;

describe('twelve days of takes, one every four hours', () => {
  it('keeps the limits of the provider, and the last good snapshots through an outage and a page of terms', async () => {
    const state = tempFolder();
    const clock = virtualClock();
    const startAt = clock.now();
    const second = () => Math.floor((clock.now() - startAt) / 1_000_000);
    const requests: {second: number; path: string}[] = [];
    const {url} = await provider((request, response) => {
      const path = request.url ?? '';
      requests.push({second: second(), path});
      const day = Math.floor(second() / DAY);
      if (second() >= OUTAGE.from && second() < OUTAGE.to) response.writeHead(503).end();
      else if (second() >= TERMS.from && second() < TERMS.to)
        response.writeHead(200, {'content-type': 'text/html'}).end('<html><title>Terms</title></html>');
      else response.end(path.endsWith('.tar.gz') ? archiveOf(day) : listOf(day));
    });
    const db = openCatalogue(join(state, 'downloads.db'));
    const outside = {
      reader: archiveReader,
      pulledpork: async () => undefined,
      download: undiciDownload({version: '0', clock, pause: async ms => clock.add(ms / 1000)}),
      log: downloadLog(db),
      cache: downloadCache(state),
      readWhole,
      clock,
      say: () => {},
    };
    const into = taking(state, {clock});
    const oinkcode = {variable: 'OINKCODE', value: undefined};
    const rules = downloadSource({layout: 'community', oinkcode, snapshot: undefined, base: url}, outside);
    const wishes: readonly TakeOrder[] = [
      wanted(rules, '', {
        request: sourceRequest({ruleset: 'community'}),
        source: 'download community',
        maxShrink: 0.2,
      }),
      wanted(urlSource(outside), `${url}/list.txt`, {
        request: sourceRequest({ruleset: 'list'}),
        source: 'url',
        maxShrink: 0.2,
      }),
    ];
    const failures = new Map<string, number>();
    for (let turn = 0; turn < 12 * 6; turn += 1) {
      for (const wish of wishes) {
        const taken = await takeSnapshot(wish, into);
        if (!taken.ok) failures.set(taken.failure.kind, (failures.get(taken.failure.kind) ?? 0) + 1);
        const last = into.catalogue.lastGood(wish.request.ruleset, variantOf(wish.request));
        expect(last && (await verifySnapshot(last, into.snapshots)).ok).toBe(true);
        const day = Math.floor(second() / DAY);
        const troubled = (one: {from: number; to: number}) => second() >= one.from && second() < one.to;
        const expected = troubled(OUTAGE) ? 2 : troubled(TERMS) ? 7 : day;
        expect(last && Math.floor((last.takenAt - startAt) / 1_000_000 / DAY)).toBe(expected);
      }
      clock.add((turn + 1) * 4 * HOUR - second());
    }
    // two days of outage and one of terms, six takes a day, of two sources
    expect([...failures].sort()).toEqual([
      ['download-outage', 24],
      ['download-web-page', 12],
    ]);
    expect(into.catalogue.refusalsSince('community', 'all')).toEqual([]);
    for (const [place, {second: at, path}] of requests.entries()) {
      const near = requests.slice(0, place).filter(one => at - one.second < 300);
      expect(near.length).toBeLessThan(3);
      // a retry after a failure follows at once, and is the only second request within an hour
      expect(near.filter(one => one.path === path).length).toBeLessThan(2);
    }
    db.close();
  });
});
