import {MILLISECOND, type Packet} from './packet.ts';
import {type Endpoint, udpFrame} from './udp.ts';

interface Exchange {
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** When the request is sent: microseconds since the start of the capture. */
  readonly at: number;
  readonly request: Uint8Array;
  /** If absent, there is no answer. */
  readonly response?: Uint8Array;
}

/** A request by UDP and its answer, if the server gives one, 2 ms later. */
export function udpExchange({client, server, at, request, response}: Exchange): Packet[] {
  const asked = {at, frame: udpFrame(client, server, request)};
  if (response === undefined) return [asked];
  return [asked, {at: at + 2 * MILLISECOND, frame: udpFrame(server, client, response)}];
}
