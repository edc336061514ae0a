import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {onTestFinished} from 'vitest';

/** One request as the provider saw it, from its first byte to the last header. */
export interface Seen {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** Everything: address and headers. */
  readonly whole: string;
}

export type Play = (request: IncomingMessage, response: ServerResponse, number: number) => void;

/** A provider on a port of its own of this machine, for one test; `play` gets requests numbered from 1. */
export async function provider(play: Play): Promise<{
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly seen: readonly Seen[];
}> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    seen.push({url, headers: request.headers, whole: [url, ...request.rawHeaders].join('\n')});
    play(request, response, seen.length);
  });
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const host = `127.0.0.1:${address.port}`;
  return {url: `http://${host}`, host, port: address.port, seen};
}
