import {type Packet, SECOND} from '../packets/packet.ts';
import type {Random} from '../packets/random.ts';
import {client, server, tcpSession} from '../packets/tcp-session.ts';
import {httpRequest, httpResponse, type Request} from '../protocols/http.ts';
import {eitherSensor} from './hosts.ts';

const NOT_FOUND = httpResponse('404 Not Found', '<h1>Not Found</h1>\n');

/** What varies between the web scenes. */
interface WebAttack {
  readonly from: string;
  /** The sensor's port. */
  readonly port: number;
  /** Each request comes on a connection of its own. */
  readonly requests: readonly Omit<Request, 'host'>[];
  /** Microseconds since the start of the capture. */
  readonly at?: number;
}

/** Requests that the honeypot answers with 404, one connection each, four seconds apart. */
export function webAttack({from, port, requests, at = 0}: WebAttack, random: Random): Packet[] {
  return requests.flatMap((request, n) => {
    const host = eitherSensor(n);
    return tcpSession(
      {
        client: {address: from, port: random.port()},
        server: {address: host, port},
        at: at + n * 4 * SECOND,
        turns: [client(httpRequest({host: `${host}:${port}`, ...request})), server(NOT_FOUND)],
      },
      random,
    );
  });
}
