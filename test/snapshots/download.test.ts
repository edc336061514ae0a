import {describe, expect, it} from 'vitest';
import {provider} from '../fakes/provider.ts';
import {ARCHIVE, chunked, download, downloadFrom, OINKCODE, send} from '../rig/download.ts';

describe('a download', () => {
  it('gives the bytes, what the provider says of them, and where they came from without the query', async () => {
    const {outcome, seen, url} = await download(
      send(200, ARCHIVE, {etag: '"a1"', 'last-modified': 'Mon, 01 Jun 2026 00:00:00 GMT'}),
    );
    expect(outcome).toEqual({
      kind: 'got',
      bytes: ARCHIVE,
      etag: '"a1"',
      modified: 'Mon, 01 Jun 2026 00:00:00 GMT',
      url: `${url}/rules/x.tar.gz`,
    });
    expect(seen).toHaveLength(1);
    expect(seen[0]?.url).toBe(`/rules/x.tar.gz?oinkcode=${OINKCODE}`);
    expect(seen[0]?.headers).toMatchObject({'user-agent': 'ruletrial/0.2.0', 'accept-encoding': 'identity'});
  });

  it('adds a secret to a query that is there, percent-encoded', async () => {
    const {url, seen} = await provider(send(200, ARCHIVE));
    await downloadFrom(`${url}/x?a=1`, {secret: {parameter: 'oink code', value: 'a+b c&d'}});
    expect(seen[0]?.url).toBe('/x?a=1&oink%20code=a%2Bb%20c%26d');
  });

  it.each([
    ['etag', {etag: '"a1"'}, {'if-none-match': '"a1"'}],
    [
      'date',
      {modified: 'Mon, 01 Jun 2026 00:00:00 GMT'},
      {'if-modified-since': 'Mon, 01 Jun 2026 00:00:00 GMT'},
    ],
  ])('asks whether a known copy has changed, by its %s', async (_what, known, asked) => {
    const {outcome, seen} = await download(send(304), {known});
    expect(outcome).toEqual({kind: 'unchanged'});
    expect(seen).toHaveLength(1);
    expect(seen[0]?.headers).toMatchObject(asked);
  });

  it('takes "unchanged" from nobody whom it has not asked', async () => {
    const {outcome, seen} = await download(send(304));
    expect(outcome).toEqual({kind: 'server-error', status: 304, retryAfterSeconds: undefined});
    expect(seen).toHaveLength(1);
  });

  it('sends nothing when it is not permitted, or stopped before', async () => {
    const refused = await download(send(200, ARCHIVE), {
      permit: () => ({may: false, until: 7, reason: 'later'}),
    });
    expect(refused.outcome).toEqual({kind: 'held-back', until: 7, reason: 'later'});
    const stopped = await download(send(200, ARCHIVE), {signal: AbortSignal.abort()});
    expect(stopped.outcome).toEqual({kind: 'stopped'});
    expect([...refused.seen, ...stopped.seen]).toEqual([]);
  });

  it('ends when it is stopped in the middle, without a retry', async () => {
    const stop = new AbortController();
    const {outcome, seen} = await download(
      (_request, response) => {
        response.writeHead(200, {'content-length': '100'}).write('x');
        stop.abort();
      },
      {signal: stop.signal},
    );
    expect(outcome).toEqual({kind: 'stopped'});
    expect(seen).toHaveLength(1);
  });

  it.each(['file:///etc/passwd', 'ftp://127.0.0.1/x', 'rules'])('asks nobody for %s', async url => {
    const {outcome} = await downloadFrom(url);
    expect(outcome).toEqual({kind: 'network', reason: 'it is neither an http nor an https address'});
  });
});

describe('a refusal', () => {
  it.each([400, 401, 403, 404, 410, 422, 429])(
    'of %i is told with its words, and asked for once',
    async status => {
      const {outcome, seen, pauses} = await download(
        send(status, `<html><style>p{}</style><p>Not\u001b[31m so,\n ${OINKCODE}</p></html>`),
      );
      expect(outcome).toEqual({
        kind: 'refused',
        status,
        retryAfterSeconds: undefined,
        reason: 'Not [31m so, <hidden>',
      });
      expect(seen).toHaveLength(1);
      expect(pauses).toEqual([]);
    },
  );

  it.each([
    ['seconds', '120', 120],
    ['a date', 'Mon, 01 Jun 2026 00:15:00 GMT', 900],
    ['a date that is over', 'Sun, 31 May 2026 00:15:00 GMT', 0],
    ['neither', 'soon', undefined],
  ])('with Retry-After as %s', async (_form, value, retryAfterSeconds) => {
    const {outcome, seen} = await download(send(429, 'slow down', {'retry-after': value}));
    expect(outcome).toEqual({kind: 'refused', status: 429, retryAfterSeconds, reason: 'slow down'});
    expect(seen).toHaveLength(1);
  });

  it('stays one when its words never end', async () => {
    const {outcome, seen} = await download(
      (_request, response) => {
        response.writeHead(404).write('x');
      },
      {},
      {bodyMs: 200},
    );
    expect(outcome).toEqual({kind: 'refused', status: 404, retryAfterSeconds: undefined, reason: ''});
    expect(seen).toHaveLength(1);
  });

  it('hides a secret that stands where its words are cut', async () => {
    const {outcome} = await download(send(403, `${'x'.repeat(190)} ${OINKCODE}`));
    expect(outcome).toMatchObject({reason: `${'x'.repeat(190)} <hidden>`.slice(0, 200)});
    const padded = await download(send(403, `${' '.repeat(8180)}${OINKCODE}`));
    expect(padded.outcome).toMatchObject({reason: ''});
  });
});

describe('a web page in place of a file', () => {
  const page = `<!DOCTYPE html><html><head><title>\n Terms of ${OINKCODE}\n</title></head></html>`;

  it.each([
    ['by its type', 'text/html; charset=utf-8', page],
    ['by how it begins', 'application/gzip', `\ufeff\n ${page}`],
  ])('is known %s', async (_how, type, body) => {
    const {outcome, seen, url} = await download(send(200, body, {'content-type': type}));
    expect(outcome).toEqual({kind: 'web-page', url: `${url}/rules/x.tar.gz`, title: 'Terms of <hidden>'});
    expect(seen).toHaveLength(1);
  });

  it.each([
    ['by its type', 'text/html'],
    ['by how it begins', 'text/plain'],
  ])('is known in place of a list that would be smaller, %s', async (_how, type) => {
    const order = {expects: 'any', maxBytes: 90} as const;
    const {outcome, seen, url} = await download(chunked(page, {'content-type': type}), order);
    expect(outcome).toMatchObject({kind: 'web-page', url: `${url}/rules/x.tar.gz`});
    expect(seen).toHaveLength(1);
  });

  it('is known behind a redirect: a page to sign in', async () => {
    const {outcome, seen, url} = await download((request, response) => {
      if (request.url?.startsWith('/users/sign_in'))
        send(200, page, {'content-type': 'text/html'})(request, response, 2);
      else send(302, '', {location: '/users/sign_in?back=x'})(request, response, 1);
    });
    expect(outcome).toEqual({kind: 'web-page', url: `${url}/users/sign_in`, title: 'Terms of <hidden>'});
    expect(seen).toHaveLength(2);
    expect(seen[1]?.whole).not.toContain(OINKCODE);
  });
});
