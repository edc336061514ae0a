import {createServer} from 'node:net';
import {gzipSync} from 'node:zlib';
import {describe, expect, it, onTestFinished} from 'vitest';
import {LIMITS} from '../../harness/snapshots/undici/limits.ts';
import {outcomeOfError} from '../../harness/snapshots/undici/network-errors.ts';
import type {Play} from '../fakes/provider.ts';
import {ARCHIVE, chunked, download, downloadFrom, OINKCODE, send} from '../rig/download.ts';

/** A server that writes raw bytes to whoever connects, and closes. */
async function rawServer(bytes: string | Buffer): Promise<{url: string; connections(): number}> {
  let connections = 0;
  const server = createServer(socket => {
    connections += 1;
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(bytes));
  });
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {url: `127.0.0.1:${address.port}/x.tar.gz`, connections: () => connections};
}

const http = (head: string, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n`), body]);

describe('a provider out of order', () => {
  it('is asked once more after a pause, and then it is well', async () => {
    const {outcome, seen, pauses} = await download((request, response, number) =>
      (number === 1 ? send(500) : send(200, ARCHIVE))(request, response, number),
    );
    expect(outcome).toMatchObject({kind: 'got', bytes: ARCHIVE});
    expect(seen).toHaveLength(2);
    expect(pauses).toEqual([5_000]);
  });

  it('is asked twice, not oftener', async () => {
    const {outcome, seen} = await download(send(503, 'down'));
    expect(outcome).toEqual({kind: 'server-error', status: 503, retryAfterSeconds: undefined});
    expect(seen).toHaveLength(2);
  });

  it('is asked once when it wants a pause', async () => {
    const {outcome, seen} = await download(send(503, 'down', {'retry-after': '60'}));
    expect(outcome).toEqual({kind: 'server-error', status: 503, retryAfterSeconds: 60});
    expect(seen).toHaveLength(1);
  });

  it('is asked once when no more is permitted, or it was stopped in the pause', async () => {
    const kept = await download(send(500), {
      permit: (_url, step) => (step === 'retry' ? {may: false, until: 1, reason: ''} : {may: true}),
    });
    expect(kept.outcome).toEqual({kind: 'server-error', status: 500, retryAfterSeconds: undefined});
    const stop = new AbortController();
    const stopped = await download(send(500), {signal: stop.signal}, {pause: async () => stop.abort()});
    expect(stopped.outcome).toEqual({kind: 'stopped'});
    expect([kept.seen.length, stopped.seen.length]).toEqual([1, 1]);
  });
});

describe('a provider that hangs', () => {
  it.each<[string, Play, Record<string, number>]>([
    ['before its headers', () => undefined, {headersMs: 250}],
    ['in its body', (_request, response) => response.writeHead(200).write('x'), {bodyMs: 250}],
    ['before its headers, by the time for all', () => undefined, {totalMs: 250}],
    ['in its body, by the time for all', (_request, response) => response.write('x'), {totalMs: 250}],
  ])('%s runs out of time, twice', async (_where, play, limits) => {
    const {outcome, pauses} = await download(play, {}, limits);
    expect(outcome).toEqual({kind: 'timeout', seconds: 0.25});
    expect(pauses).toHaveLength(1);
  });
});

describe('an answer that is not whole', () => {
  const half = ARCHIVE.subarray(0, 20);

  it.each<[string, Play, number | undefined]>([
    [
      'with a length, the connection gone',
      (_request, response) => {
        response.writeHead(200, {'content-length': ARCHIVE.length});
        response.write(half, () => response.destroy());
      },
      ARCHIVE.length,
    ],
    [
      'without a length, the connection gone',
      (_request, response) => {
        response.writeHead(200);
        response.write(half, () => response.destroy());
      },
      undefined,
    ],
    ['an archive whose length fits', send(200, half), undefined],
    ['an archive in pieces', chunked(half), undefined],
  ])('is cut off: %s', async (_how, play, expectedBytes) => {
    const {outcome, seen} = await download(play);
    expect(outcome).toEqual({kind: 'cut-off', expectedBytes, gotBytes: 20});
    expect(seen).toHaveLength(2);
  });

  it('is cut off: closed in good order before its length', async () => {
    const {url, connections} = await rawServer(http('content-length: 999', half));
    const {outcome} = await downloadFrom(`http://${url}`);
    expect(outcome).toEqual({kind: 'cut-off', expectedBytes: 999, gotBytes: 20});
    expect(connections()).toBe(2);
  });

  it('is cut off: an archive that is longer than its length', async () => {
    const {url, connections} = await rawServer(http('content-length: 20', ARCHIVE));
    const {outcome} = await downloadFrom(`http://${url}`);
    expect(outcome).toEqual({kind: 'cut-off', expectedBytes: undefined, gotBytes: 20});
    expect(connections()).toBe(2);
  });

  it('is tried once more, and then it is whole', async () => {
    const {outcome, seen} = await download((request, response, number) =>
      send(200, number === 1 ? half : ARCHIVE)(request, response, number),
    );
    expect(outcome).toMatchObject({kind: 'got', bytes: ARCHIVE});
    expect(seen).toHaveLength(2);
  });
});

describe('a body that is not what was wanted', () => {
  const checksum = Buffer.alloc(4);
  const damaged = Buffer.concat([ARCHIVE.subarray(0, -8), checksum, ARCHIVE.subarray(-4)]);

  it.each([
    ['empty', '', 'archive', {kind: 'empty'}],
    ['no gzip', 'alert tcp any any', 'archive', {kind: 'not-gzip'}],
    ['a damaged gzip', damaged, 'archive', {kind: 'not-gzip'}],
  ] as const)('is refused after one request: %s', async (_what, body, expects, outcome) => {
    const got = await download(send(200, body), {expects});
    expect(got.outcome).toEqual(outcome);
    expect(got.seen).toHaveLength(1);
  });

  it('is empty when the provider says that there is no content', async () => {
    const {outcome, seen} = await download(send(204));
    expect(outcome).toEqual({kind: 'empty'});
    expect(seen).toHaveLength(1);
  });

  it.each<[string, Play]>([
    ['by its length', send(200, Buffer.alloc(101))],
    ['by its bytes', chunked(Buffer.alloc(101))],
  ])('is too large %s', async (_how, play) => {
    const {outcome, seen} = await download(play, {maxBytes: 100, expects: 'any'});
    expect(outcome).toEqual({kind: 'too-large', limit: 100});
    expect(seen).toHaveLength(1);
    const fits = await download(play, {maxBytes: 101, expects: 'any'});
    expect(fits.outcome).toMatchObject({kind: 'got'});
  });

  it('is too large when a small archive unpacks to more than any holds', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    const {outcome, seen} = await download(send(200, bomb), {}, {maxUnpackedBytes: 49_999_999});
    expect(outcome).toEqual({kind: 'too-large', limit: 49_999_999});
    expect(seen).toHaveLength(1);
    const fits = await download(send(200, bomb), {}, {maxUnpackedBytes: 50_000_000});
    expect(fits.outcome).toMatchObject({kind: 'got'});
  });
});

describe('a network that fails', () => {
  it('is told: nobody takes the connection', async () => {
    const {url, close} = await closedPort();
    await close();
    const {outcome, pauses} = await downloadFrom(url);
    expect(outcome).toEqual({
      ...{kind: 'network', reason: 'it takes no connection (ECONNREFUSED)'},
      notConnected: true,
    });
    expect(pauses).toEqual([5_000]);
  });

  it('is told: TLS fails', async () => {
    const {url, connections} = await rawServer('HTTP/1.1 400 Bad Request\r\n\r\n');
    const {outcome} = await downloadFrom(`https://${url}`);
    expect(outcome).toMatchObject({kind: 'network', reason: expect.stringMatching(/^TLS failed \(E/)});
    expect(connections()).toBe(2);
  });

  it.each([
    ['closes without an answer', '', 'the connection broke before it answered'],
    ['speaks something else', '220 ftp ready\r\n', 'its answer is not HTTP'],
  ])('is told: who is there %s', async (_what, bytes, meaning) => {
    const {url, connections} = await rawServer(bytes);
    const {outcome} = await downloadFrom(`http://${url}`);
    expect(outcome).toMatchObject({kind: 'network', reason: expect.stringContaining(meaning)});
    expect(connections()).toBe(2);
  });

  it.each([
    ['ENOTFOUND', 'its name cannot be resolved (DNS) (ENOTFOUND)'],
    ['EAI_AGAIN', 'its name cannot be resolved (DNS) (EAI_AGAIN)'],
    ['CERT_HAS_EXPIRED', 'TLS failed (CERT_HAS_EXPIRED)'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'TLS failed (SELF_SIGNED_CERT_IN_CHAIN)'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'TLS failed (ERR_TLS_CERT_ALTNAME_INVALID)'],
    ['EXYZ', 'odd <hidden> (EXYZ)'],
  ])('has a reason for the code %s, without the secret', (code, reason) => {
    const error = Object.assign(new Error(`odd ${OINKCODE}`), {code});
    const outcome = outcomeOfError(error, LIMITS, [OINKCODE]);
    expect(outcome).toMatchObject({kind: 'network', reason});
    expect('notConnected' in outcome).toBe(/^E(NOTFOUND|AI)/.test(code));
  });

  it('is no excuse for a defect, which is thrown without the secret', async () => {
    const broken = downloadFrom(
      'http://127.0.0.1:9/',
      {},
      {
        pause: () => Promise.reject(new TypeError(`broken with ${OINKCODE}`)),
      },
    );
    const thrown: unknown = await broken.catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(Error);
    expect(thrown instanceof Error && `${thrown.message}${thrown.stack}`).toContain('broken with <hidden>');
    expect(thrown instanceof Error && `${thrown.message}${thrown.stack}`).not.toContain(OINKCODE);
  });
});

/** A port that was free a moment ago. */
async function closedPort(): Promise<{url: string; close(): Promise<void>}> {
  const server = createServer();
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () => new Promise<void>(closed => void server.close(() => closed())),
  };
}
