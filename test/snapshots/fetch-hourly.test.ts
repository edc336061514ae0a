import {readFileSync} from 'node:fs';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {gzipSync} from 'node:zlib';
import {describe, expect, it, vi} from 'vitest';
import {MICROS_PER_SECOND, type Micros} from '../../harness/domain/time.ts';
import type {FetchOrder} from '../../harness/snapshots/fetch-source.ts';
import {provider} from '../fakes/provider.ts';
import {type Fetching, fetching, SECRET} from '../rig/fetching.ts';
import {seeded} from '../rig/random.ts';

// many steps, one after another
vi.setConfig({testTimeout: 120_000, hookTimeout: 120_000});

const HOUR = 3_600;
const DAY = 24 * HOUR;
const DAYS = 9;
const OUTAGE = {from: 5 * DAY, to: 7 * DAY};

/** One request as the provider counts it, seconds since the beginning. */
interface Counted {
  readonly second: number;
  readonly path: string;
  readonly status: number;
}

/** What the provider gives at a time: a new file each day, the same all day. */
const fileOf = (path: string, day: number): Buffer =>
  path.endsWith('.tar.gz') ? gzipSync(`${path} of day ${day}`) : Buffer.from(`192.0.2.${day}\n`);

/** A provider with a virtual time: out of order for two days, and now and then it throttles. */
async function troubledProvider(clock: Fetching['clock'], seed: number) {
  const random = seeded(seed);
  const startAt = clock.now();
  const counted: Counted[] = [];
  const secondNow = () => (clock.now() - startAt) / MICROS_PER_SECOND;
  const answer = (request: IncomingMessage, response: ServerResponse): number => {
    const path = pathOf(request);
    const second = secondNow();
    if (second >= OUTAGE.from && second < OUTAGE.to) return random() < 0.5 ? 503 : 0;
    const luck = random();
    if (luck < 0.02) return 429;
    if (luck < 0.03) return 403;
    if (luck < 0.04) return 500;
    const etag = `"${path} ${Math.floor(second / DAY)}"`;
    response.setHeader('etag', etag);
    return request.headers['if-none-match'] === etag ? 304 : 200;
  };
  const {url} = await provider((request, response) => {
    const status = answer(request, response);
    const path = pathOf(request);
    counted.push({second: secondNow(), path, status});
    if (status === 0) response.destroy();
    else if (status === 429) response.writeHead(429, {'retry-after': String(RETRY_AFTER)}).end();
    else if (status === 200) response.end(fileOf(path, Math.floor(secondNow() / DAY)));
    else response.writeHead(status).end();
  });
  return {url, counted, secondNow};
}

const RETRY_AFTER = 5_400;

const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?')[0] ?? '';

/** The limits, looked at with nothing but the provider's own log. */
function breaches(counted: readonly Counted[]): string[] {
  return counted.flatMap((one, place) => {
    const before = counted.slice(0, place);
    const found: string[] = [];
    const near = before.filter(({second}) => one.second - second < 300);
    if (near.length >= 3) found.push(`${one.second}: a fourth request in five minutes`);
    const pause = before.find(
      ({second, status}) =>
        (status === 429 && one.second < second + RETRY_AFTER) ||
        (status === 403 && one.second < second + 900),
    );
    if (pause) found.push(`${one.second}: asked within the pause of ${pause.second}`);
    // a retry follows its failure by seconds; all else is an hour apart
    const same = before.filter(({path, second}) => path === one.path && one.second - second < HOUR);
    const retry = same.length === 1 && [0, 500, 503].includes(same[0]?.status ?? -1);
    if (same.length > 0 && !(retry && one.second - (same[0]?.second ?? 0) < 60)) {
      found.push(`${one.second}: ${one.path} was asked at ${same.map(({second}) => second).join()}`);
    }
    return found;
  });
}

const SOURCES = [
  {path: '/downloads/snort3-community-rules.tar.gz', secret: undefined, expects: 'archive'},
  {path: '/rules/snortrules-snapshot-31470.tar.gz', secret: SECRET, expects: 'archive'},
  {path: '/rules/Talos_LightSPD.tar.gz', secret: SECRET, expects: 'archive'},
  {path: '/lists/compromised-ips.txt', secret: undefined, expects: 'any'},
] as const;

/** What a caller knows of one source after all days of trying every hour. */
interface Kept {
  lastGood: {path: string; day: number} | undefined;
  fresh: number;
  failed: number;
  servedInOutage: number;
}

describe('nine days of fetching every hour', () => {
  it('keeps every limit of the provider and the last good file', async () => {
    const seed = 1;
    const rig = fetching();
    // the list has a provider of its own, as in life
    const [rules, lists] = [
      await troubledProvider(rig.clock, seed),
      await troubledProvider(rig.clock, seed + 100),
    ];
    const kept = new Map<string, Kept>();
    const random = seeded(seed + 200);
    for (let hour = 0; hour < DAYS * 24; hour += 1) {
      for (const source of SOURCES) {
        const host = source.expects === 'any' ? lists : rules;
        await tryOnce(rig, {...source, url: host.url + source.path}, host.secondNow(), kept);
        rig.clock.add(1 + Math.floor(random() * 60));
      }
      rig.clock.add(Math.max(0, (hour + 1) * HOUR - rules.secondNow()));
    }
    expect(breaches(rules.counted)).toEqual([]);
    expect(breaches(lists.counted)).toEqual([]);
    expect(rules.counted.length).toBeGreaterThan(300);
    for (const status of [0, 200, 304, 403, 429, 500, 503]) {
      expect(rules.counted.filter(one => one.status === status).length).toBeGreaterThan(0);
    }
    expect(kept.size).toBe(SOURCES.length);
    for (const {fresh, failed, servedInOutage, lastGood} of kept.values()) {
      expect(fresh).toBeGreaterThan(DAYS - 4);
      expect(failed).toBeGreaterThan(0);
      expect(servedInOutage).toBeGreaterThan(40);
      expect(lastGood?.day).toBe(DAYS - 1);
    }
    for (const said of ['has not changed', 'was not fetched']) {
      expect(rig.notices.some(text => text.includes(said))).toBe(true);
    }
  });
});

/** One attempt of a caller; whatever comes of it, the last good file lies in the cache as it came. */
async function tryOnce(
  rig: Fetching,
  source: Pick<FetchOrder, 'secret' | 'expects' | 'url'> & {path: string},
  second: number,
  all: Map<string, Kept>,
): Promise<void> {
  const {path: asked, ...order} = source;
  const kept = all.get(asked) ?? {lastGood: undefined, fresh: 0, failed: 0, servedInOutage: 0};
  all.set(asked, kept);
  const result = await rig.fetch({...order, name: asked.split('/').at(-1) ?? ''});
  if (!result.ok) kept.failed += 1;
  else if (result.value.fresh) {
    kept.fresh += 1;
    kept.lastGood = {path: result.value.path, day: dayOf(result.value.fetchedAt)};
  }
  if (!kept.lastGood) return;
  expect(readFileSync(kept.lastGood.path)).toEqual(fileOf(asked, kept.lastGood.day));
  if (second >= OUTAGE.from && second < OUTAGE.to) kept.servedInOutage += 1;
}

const START_AT: Micros = Date.UTC(2026, 5, 1) * 1000;
const dayOf = (at: Micros): number => Math.floor((at - START_AT) / MICROS_PER_SECOND / DAY);
