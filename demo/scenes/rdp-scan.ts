import {bytes, hex, u16} from '../packets/bytes.ts';
import {SECOND} from '../packets/packet.ts';
import {repeat} from '../packets/repeat.ts';
import {client, server, tcpSession} from '../packets/tcp-session.ts';
import {attacker, eitherSensor} from './hosts.ts';
import type {Scene} from './scene.ts';

/** X.224 connection request with the routing cookie of MS-RDPBCGR section 2.2.1.1, in its TPKT packet. */
function connectionRequest(user: string): Uint8Array {
  const cookie = `Cookie: mstshash=${user}\r\n`;
  const negotiation = hex('01 00 08 00 03 00 00 00');
  const request = bytes(hex('e0 00 00 00 00 00'), cookie, negotiation);
  return bytes(3, 0, u16(5 + request.length), request.length, request);
}

/** The server's rejection of the offered protocols. */
const REFUSAL = hex('03 00 00 13 0e d0 00 00 12 34 00 03 00 08 00 02 00 00 00');

export const rdpScan = {
  name: 'rdp-scan',
  describe: 'sources request RDP connections with likely user names',
  minute: 125,
  packets: random =>
    repeat(14, n =>
      tcpSession(
        {
          client: {address: attacker(155 + (n % 3)), port: random.port()},
          server: {address: eitherSensor(n), port: 3389},
          at: n * 4 * SECOND,
          turns: [client(connectionRequest(random.pick(['hello', 'Administr', 'Test']))), server(REFUSAL)],
          ends: 'reset',
        },
        random,
      ),
    ),
} as const satisfies Scene;
