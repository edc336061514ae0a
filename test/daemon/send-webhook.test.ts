import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {afterEach, describe, expect, it, vi} from 'vitest';
import {describeFailure} from '../../harness/cli/all-failures.ts';
import {sendWebhook} from '../../harness/daemon/undici/send-webhook.ts';
import {webhookMessage} from '../../harness/daemon/webhook-message.ts';

const SECRET = 'hush-9f2c';
const TOKEN = 'token-77ab';

const MESSAGE = webhookMessage({
  kind: 'slot-missed',
  trial: 'daily-1',
  slot: 4,
  arm: 'community',
  at: Date.UTC(2026, 5, 1, 0, 5) * 1000,
  text: 'slot 5 of community was missed: the machine was off',
  sensor: 'pot-1',
});

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }
});

/** A webhook on the loopback that gives one answer after another, the last one for ever. */
async function webhook(...answers: ((response: ServerResponse) => void)[]) {
  const asked: Asked[] = [];
  const server = createServer(async (incoming, response) => {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    asked.push({method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body});
    answers[Math.min(asked.length, answers.length) - 1]?.(response);
  });
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${SECRET}?key=${SECRET}`};
}

const answer =
  (status: number, headers: Record<string, string> = {}, body = '') =>
  (response: ServerResponse): void => {
    response.writeHead(status, headers).end(body);
  };

/** Sends with pauses that are noted and not waited for. */
async function send(url: string, timeoutMs?: number) {
  const pauses: number[] = [];
  const sent = await sendWebhook(
    {url, token: TOKEN},
    MESSAGE,
    async ms => {
      pauses.push(ms);
    },
    timeoutMs === undefined ? {} : {timeoutMs},
  );
  const told = sent.ok ? '' : describeFailure(sent.failure).message;
  expect(JSON.stringify(sent) + told).not.toMatch(new RegExp(`${SECRET}|${TOKEN}|127\\.0\\.0\\.1`));
  return {sent, pauses, reason: sent.ok ? '' : sent.failure.reason};
}

describe('a webhook', () => {
  it('is told in one POST of JSON, with the token in its header', async () => {
    const {asked, url} = await webhook(answer(204));
    expect((await send(url)).sent.ok).toBe(true);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      method: 'POST',
      path: `/${SECRET}?key=${SECRET}`,
      headers: {authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json'},
    });
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      version: 1,
      kind: 'slot-missed',
      trial: 'daily-1',
      slot: 5,
      arm: 'community',
      at: '2026-06-01T00:05:00Z',
      text: 'slot 5 of community was missed: the machine was off',
      sensor: 'pot-1',
    });
  });

  it('is sent no header without a token, and no slot and arm where there is none', async () => {
    const {asked, url} = await webhook(answer(200));
    const sealed = webhookMessage({
      kind: 'trial-sealed',
      trial: 'd-1',
      at: 0,
      text: 'it is sealed',
      sensor: 'p',
    });
    expect((await sendWebhook({url, token: undefined}, sealed, async () => {})).ok).toBe(true);
    expect(asked[0]?.headers.authorization).toBeUndefined();
    expect(Object.keys(JSON.parse(asked[0]?.body ?? ''))).toEqual([
      'version',
      'kind',
      'trial',
      'at',
      'text',
      'sensor',
    ]);
  });

  it('that fails for a moment is asked again after a pause', async () => {
    const {asked, url} = await webhook(answer(500, {}, `no ${TOKEN}`), answer(200, {}, 'thanks'));
    expect(await send(url)).toMatchObject({sent: {ok: true}, pauses: [1000]});
    expect(asked).toHaveLength(2);
    expect(asked[0]?.body).toBe(asked[1]?.body);
  });

  it('that goes on failing is asked four times, with growing pauses', async () => {
    const {asked, url} = await webhook(answer(503));
    expect(await send(url)).toMatchObject({reason: 'it answered 503', pauses: [1000, 5000, 25_000]});
    expect(asked).toHaveLength(4);
  });

  it.each([400, 401, 404, 410])('that refuses with %d is not asked again', async status => {
    const {asked, url} = await webhook(answer(status, {}, TOKEN));
    expect(await send(url)).toMatchObject({reason: `it answered ${status}`, pauses: []});
    expect(asked).toHaveLength(1);
  });

  it.each([301, 302, 307, 308])(
    'that redirects with %d is not followed: the token is for it alone',
    async status => {
      const other = await webhook(answer(200));
      const {url} = await webhook(answer(status, {location: other.url}));
      expect(await send(url)).toMatchObject({reason: `it redirects (${status})`, pauses: []});
      expect(other.asked).toEqual([]);
    },
  );

  it('that does not answer in time is abandoned', async () => {
    const {url} = await webhook(() => {});
    expect(await send(url, 60)).toMatchObject({
      reason: 'it did not answer within 0.06 s',
      pauses: [1000, 5000, 25_000],
    });
  });

  it('that nobody waits for any longer is left at once, and asked no more', async () => {
    const {asked, url} = await webhook(() => {});
    const stop = new AbortController();
    const sent = sendWebhook({url, token: TOKEN}, MESSAGE, async () => {}, {stop: stop.signal});
    await vi.waitFor(() => expect(asked).toHaveLength(1), 55_000);
    stop.abort();
    expect(await sent).toMatchObject({
      ok: false,
      failure: {reason: 'ruletrial is stopping and did not wait for its answer'},
    });
    expect(asked).toHaveLength(1);
  });

  it('that has answered and then says more without end was told', async () => {
    const {url} = await webhook(response => {
      response.writeHead(200);
      response.write('x'.repeat(100_000));
    });
    expect((await send(url)).sent.ok).toBe(true);
  });

  it('that hangs up, or is not there, is told so by the code alone', async () => {
    const hanging = await webhook(response => response.destroy());
    expect((await send(hanging.url)).reason).toMatch(/^it cannot be reached \([A-Z_]+\)$/);
    const gone = await webhook(answer(200));
    await new Promise(resolve => servers.pop()?.close(resolve));
    expect((await send(gone.url)).reason).toBe('it cannot be reached (ECONNREFUSED)');
  });

  it.each([
    `ftp://x.example/${SECRET}`,
    `file:///etc/${SECRET}`,
    SECRET,
    '',
    `http://[${SECRET}`,
    `javascript:${SECRET}`,
  ])('at %j is none', async url => {
    expect(await send(url)).toMatchObject({reason: 'its address is neither http nor https', pauses: []});
  });

  it('with a password in its address is refused', async () => {
    const {asked, url} = await webhook(answer(200));
    expect((await send(url.replace('//', `//me:${SECRET}@`))).reason).toContain('use a token for these');
    expect(asked).toEqual([]);
  });

  it('is told nothing with a token that would break out of its header', async () => {
    const {asked, url} = await webhook(answer(200));
    const sent = await sendWebhook({url, token: `x\r\nhost: ${TOKEN}`}, MESSAGE, async () => {});
    expect(sent.ok).toBe(false);
    expect(JSON.stringify(sent)).not.toContain(TOKEN);
    expect(asked).toEqual([]);
  });
});
