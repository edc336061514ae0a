import {readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {basename} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {isoSeconds} from '../../harness/domain/time.ts';
import {sha256} from '../../harness/snapshots/kept-copy.ts';
import {type Play, provider} from '../fakes/provider.ts';
import {ARCHIVE, OINKCODE, send} from '../rig/download.ts';
import {failureIn, fetchedIn, fetching, messageOf} from '../rig/fetching.ts';

const HOUR = 3_600;

/** Gives the archive, and says that it is unchanged to who knows it. */
const tagged: Play = (request, response, number) =>
  (request.headers['if-none-match'] === '"1"' ? send(304) : send(200, ARCHIVE, {etag: '"1"'}))(
    request,
    response,
    number,
  );

describe('fetching a source', () => {
  it('puts it whole under its canonical name, for this user alone, and knows it', async () => {
    const {fetch, log, clock} = fetching();
    const {url, host} = await provider(tagged);
    const got = fetchedIn(await fetch({url: `${url}/rules/x.tar.gz`}));
    expect(got).toEqual({
      path: got.path,
      fetchedAt: clock.now(),
      fresh: true,
      url: `${url}/rules/x.tar.gz`,
      sha256: sha256(ARCHIVE),
    });
    expect(basename(got.path)).toBe('snortrules-snapshot-31470.tar.gz');
    expect(readFileSync(got.path)).toEqual(ARCHIVE);
    expect(statSync(got.path).mode & 0o777).toBe(0o600);
    expect(log.facts(`${url}/rules/x.tar.gz`)).toEqual({
      etag: '"1"',
      sha256: sha256(ARCHIVE),
      fetchedAt: clock.now(),
    });
    const asked = {host, url: `${url}/rules/x.tar.gz`, at: clock.now(), notBefore: undefined};
    expect(log.notes).toEqual([
      {...asked, outcome: 'sent'},
      {...asked, outcome: 'got'},
    ]);
  });

  it('gives the copy from before when it has not changed, and says so', async () => {
    const {fetch, clock, notices, log} = fetching();
    const {url, seen} = await provider(tagged);
    const first = fetchedIn(await fetch({url}));
    clock.add(HOUR);
    expect(fetchedIn(await fetch({url}))).toEqual({...first, fresh: false});
    expect(seen).toHaveLength(2);
    expect(log.notes.at(-1)?.outcome).toBe('unchanged');
    expect(notices).toEqual([
      `rulesets/registered.yaml: ${url}/ has not changed: the copy of 2026-06-01T00:00:00Z is used`,
    ]);
  });

  it('gives the copy from before when the provider is not to be asked yet, and says so', async () => {
    const {fetch, clock, notices} = fetching();
    const {url, seen} = await provider(send(200, ARCHIVE));
    const first = fetchedIn(await fetch({url}));
    clock.add(HOUR - 1);
    expect(fetchedIn(await fetch({url}))).toEqual({...first, fresh: false});
    expect(seen).toHaveLength(1);
    expect(notices).toEqual([
      `rulesets/registered.yaml: ${url}/ was not fetched: last attempt 2026-06-01T00:00:00Z, limit one per ` +
        'hour; next try after 2026-06-01T01:00:00Z: the copy of 2026-06-01T00:00:00Z is used',
    ]);
  });

  it('fails when the provider is not to be asked yet and there is no copy', async () => {
    const {fetch, clock} = fetching();
    const {url, seen} = await provider(send(404));
    expect(failureIn(await fetch({url}))).toMatchObject({kind: 'download-not-found', status: 404});
    clock.add(60);
    const failure = failureIn(await fetch({url}));
    expect(failure).toMatchObject({kind: 'download-too-soon', until: clock.now() + (HOUR - 60) * 1_000_000});
    expect(messageOf(failure)).toContain('nothing cached. Next try after 2026-06-01T01:00:00Z');
    expect(seen).toHaveLength(1);
  });

  it.each([
    ['damaged', (path: string) => writeFileSync(path, 'quarantined'), 'has changed since it was downloaded'],
    ['gone', (path: string) => rmSync(path), 'is missing'],
  ])('takes a copy that is %s for none, says so and fetches it whole', async (_what, harm, words) => {
    const {fetch, clock, notices} = fetching();
    const {url, seen} = await provider(tagged);
    const {path} = fetchedIn(await fetch({url}));
    harm(path);
    expect(failureIn(await fetch({url})).kind).toBe('download-too-soon');
    clock.add(HOUR);
    expect(fetchedIn(await fetch({url}))).toMatchObject({path, fresh: true});
    expect(seen[1]?.headers['if-none-match']).toBeUndefined();
    expect(readFileSync(path)).toEqual(ARCHIVE);
    expect(notices[1]).toBe(
      `${path} ${words}, so ${url}/ is fetched again. Check whether an antivirus program removed it`,
    );
  });

  it('keeps two addresses apart that call their file alike, and differ in their query alone', async () => {
    const {fetch} = fetching();
    const lists = await provider((request, response) => {
      response.end(request.url);
    });
    const list = {name: 'list.txt', expects: 'any', secret: undefined} as const;
    const one = fetchedIn(await fetch({...list, url: `${lists.url}/?list=a`}));
    const other = fetchedIn(await fetch({...list, url: `${lists.url}/?list=b`}));
    expect(readFileSync(one.path, 'utf8')).toBe('/?list=a');
    expect(readFileSync(other.path, 'utf8')).toBe('/?list=b');
    expect(other.url).toBe(`${lists.url}/`);
  });
});

describe('the pace of fetching', () => {
  it('notes a request before it is sent, so that a crash forgets none', async () => {
    const {fetch, log, clock} = fetching();
    const noted: string[] = [];
    const {url, seen} = await provider((_request, response) => {
      noted.push(...log.notes.map(({outcome}) => outcome));
      response.end(ARCHIVE);
    });
    const dies = {
      get: async (order: {permit(url: string, step: 'first'): unknown}) => {
        order.permit(url, 'first');
        throw new Error('the harness dies');
      },
    };
    await expect(fetch({url}, dies)).rejects.toThrow('the harness dies');
    clock.add(HOUR - 1);
    expect(failureIn(await fetch({url})).kind).toBe('download-too-soon');
    clock.add(1);
    expect(fetchedIn(await fetch({url})).fresh).toBe(true);
    expect(noted).toEqual(['sent', 'sent']);
    expect(seen).toHaveLength(1);
  });

  it('counts retries and redirects', async () => {
    const {fetch, log, clock} = fetching();
    const {url, seen} = await provider((request, response, number) => {
      if (number === 1) send(500)(request, response, 1);
      else if (number === 2) send(302, '', {location: `/y?signature=${number}`})(request, response, 2);
      else send(200, ARCHIVE)(request, response, number);
    });
    expect(fetchedIn(await fetch({url})).url).toBe(`${url}/y`);
    expect(log.requestsTo(new URL(url).host, 0).map(({outcome}) => outcome)).toEqual([
      'retried',
      'redirected',
      'got',
    ]);
    expect(failureIn(await fetch({url: `${url}/other`})).kind).toBe('download-too-soon');
    clock.add(300);
    fetchedIn(await fetch({url: `${url}/other`}));
    expect(seen).toHaveLength(4);
  });

  it('breaks a download off at a redirect for which there is no room, and begins it anew when there is', async () => {
    const {fetch, clock} = fetching();
    const {url, seen} = await provider((request, response, number) =>
      (request.url?.startsWith('/b?') ? send(302, '', {location: '/c'}) : send(200, ARCHIVE))(
        request,
        response,
        number,
      ),
    );
    for (const path of ['/1', '/2']) fetchedIn(await fetch({url: url + path}));
    const failure = failureIn(await fetch({url: `${url}/b`}));
    expect(failure).toMatchObject({kind: 'download-too-soon', until: clock.now() + 300_000_000});
    expect(seen).toHaveLength(3);
    clock.add(300);
    expect(fetchedIn(await fetch({url: `${url}/b`})).url).toBe(`${url}/c`);
  });

  it('begins a download that has no room anew only once an hour', async () => {
    const {fetch, clock} = fetching();
    const {url, seen} = await provider((request, response, number) =>
      send(302, '', {location: `/${number}`})(request, response, number),
    );
    const kinds: string[] = [];
    for (let minutes = 0; minutes < 60; minutes += 5) {
      kinds.push(failureIn(await fetch({url})).kind);
      clock.add(301);
    }
    expect(new Set(kinds)).toEqual(new Set(['download-too-soon']));
    expect(seen).toHaveLength(6);
  });

  it('holds the whole host back as long as a Retry-After says', async () => {
    const {fetch, clock} = fetching();
    const {url, seen} = await provider((request, response, number) =>
      (number === 1 ? send(429, 'slow down', {'retry-after': '7200'}) : send(200, ARCHIVE))(
        request,
        response,
        number,
      ),
    );
    const until = clock.now() + 7_200_000_000;
    expect(failureIn(await fetch({url}))).toMatchObject({
      kind: 'download-throttled',
      until,
      reason: 'slow down',
    });
    clock.add(7_199);
    expect(failureIn(await fetch({url: `${url}/other`}))).toMatchObject({kind: 'download-too-soon', until});
    clock.add(1);
    fetchedIn(await fetch({url: `${url}/other`}));
    expect(seen).toHaveLength(2);
  });

  it('takes no pause for longer than a week, whatever a provider writes', async () => {
    const {fetch, clock} = fetching();
    const {url} = await provider(send(429, '', {'retry-after': '9'.repeat(400)}));
    const failure = failureIn(await fetch({url}));
    expect(failure).toMatchObject({until: clock.now() + 7 * 24 * HOUR * 1_000_000});
    expect(messageOf(failure)).toContain('before 2026-06-08T00:00:00Z');
  });
});

describe('a fetch that fails', () => {
  const page = `<title>Sign in ${OINKCODE}</title>`;

  it.each<[string, Play, string]>([
    [
      'download-no-snapshot',
      send(422, `no ${OINKCODE}`),
      'answered 422 ("no <hidden>"): no such snapshot exists',
    ],
    [
      'download-not-found',
      send(404, 'your IP has been blocked'),
      'answered 404 ("your IP has been blocked"): it has moved',
    ],
    ['download-refused', send(400), 'answered 400. Expected 200.'],
    ['download-throttled', send(403), 'before 2026-06-01T02:00:00Z'],
    ['download-throttled', send(429), 'before 2026-06-01T02:00:00Z'],
    ['download-web-page', send(200, page), '("Sign in <hidden>"), not to snortrules-snapshot-31470.tar.gz'],
    ['download-redirect', send(302, '', {location: 'file:/x'}), 'to file: instead of https:'],
    ['download-redirect', send(302, '', {location: '/'}), 'in a circle, or too often'],
    ['download-too-large', send(200, Buffer.alloc(1_000_001)), 'sent more than 1000000 bytes'],
    ['download-not-gzip', send(200, 'rules'), 'sent no gzip archive'],
    ['download-empty', send(200), 'sent an empty file'],
    ['download-outage', send(500), 'answered 500: the provider has a problem'],
    ['download-timeout', () => undefined, 'did not answer completely within 1.5 seconds'],
    ['download-cut-off', send(200, ARCHIVE.subarray(0, 20)), 'was cut off after 20 bytes.'],
    [
      'download-cut-off',
      (_request, response) => {
        response.writeHead(200, {'content-length': '1000'});
        response.write(ARCHIVE.subarray(0, 20), () => response.destroy());
      },
      'was cut off after 20 bytes of 1000.',
    ],
    [
      'download-network',
      (_request, response) => void response.destroy(),
      'cannot be reached: the connection broke',
    ],
  ])('%s leaves the copy from before as it is', async (kind, play, words) => {
    const {fetch, clock, cache, log} = fetching(kind === 'download-timeout' ? {headersMs: 1500} : {});
    let now: Play = tagged;
    const {url} = await provider((...all) => now(...all));
    const {path} = fetchedIn(await fetch({url}));
    const known = log.facts(`${url}/`);
    clock.add(HOUR);
    now = play;
    const failure = failureIn(await fetch({url}));
    expect(failure.kind).toBe(kind);
    expect(messageOf(failure)).toContain(`rulesets/registered.yaml: ${url}/`);
    expect(messageOf(failure)).toContain(words);
    expect(readFileSync(path)).toEqual(ARCHIVE);
    expect(log.facts(`${url}/`)).toEqual(known);
    expect(log.notes.at(-1)?.outcome).not.toBe('sent');
    expect(cache.path(path.split('/').slice(-2).join('/'))).toBe(path);
  });

  it('names the variable of the oinkcode, never the oinkcode', async () => {
    const {fetch} = fetching();
    const {url} = await provider(send(422));
    expect(messageOf(failureIn(await fetch({url})))).toBe(
      `rulesets/registered.yaml: ${url}/ answered 422: no such snapshot exists for this Snort version, or the oinkcode ` +
        "is wrong. Compare the file's name with those that snort.org offers, and check that RULETRIAL_OINKCODE " +
        'holds your oinkcode as shown on snort.org',
    );
  });

  it('was stopped: that is no failure of the provider, and the request counts', async () => {
    const {fetch, log} = fetching();
    const stop = new AbortController();
    const {url} = await provider(() => stop.abort());
    expect(failureIn(await fetch({url, signal: stop.signal})).kind).toBe('download-stopped');
    expect(log.notes.map(({outcome}) => outcome)).toEqual(['sent', 'stopped']);
  });

  it('finds the new bytes when a file changes at its provider', async () => {
    const {fetch, clock} = fetching();
    const bodies = [ARCHIVE, gzipSync('newer')];
    const {url} = await provider((_request, response, number) => response.end(bodies[number - 1]));
    const first = fetchedIn(await fetch({url}));
    clock.add(HOUR);
    const second = fetchedIn(await fetch({url}));
    expect(second.path).toBe(first.path);
    expect(readFileSync(second.path)).toEqual(bodies[1]);
    expect(isoSeconds(second.fetchedAt)).toBe('2026-06-01T01:00:00Z');
  });
});
