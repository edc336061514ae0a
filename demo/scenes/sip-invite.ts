import {bytes} from '../packets/bytes.ts';
import {MILLISECOND, type Packet} from '../packets/packet.ts';
import type {Random} from '../packets/random.ts';
import {repeat} from '../packets/repeat.ts';
import {udpExchange} from '../packets/udp-exchange.ts';
import {type SipRequest, sipRefusal, sipRequest} from '../protocols/sip.ts';
import {attacker, SENSOR} from './hosts.ts';
import type {Scene} from './scene.ts';

/** Dial prefixes for an outside line on a poorly configured PBX. */
const PREFIXES = ['00', '011', '900', '9011', '000'] as const;

function call(random: Random, n: number): Packet[] {
  const isProbe = n % 8 === 0;
  const caller = attacker(40 + (n % 2));
  const request: SipRequest = {
    method: isProbe ? 'OPTIONS' : 'INVITE',
    user: isProbe ? '100' : `${random.pick(PREFIXES)}44555010${random.below(10)}`,
    host: SENSOR,
    caller,
    callId: random.u32().toString(16).padStart(8, '0'),
    agent: n % 2 === 0 ? 'friendly-scanner' : 'Phone 1.4',
  };
  return udpExchange({
    client: {address: caller, port: 5060},
    server: {address: SENSOR, port: 5060},
    at: n * 350 * MILLISECOND,
    request: bytes(sipRequest(request)),
    response: bytes(sipRefusal(request, isProbe ? '200 OK' : '401 Unauthorized')),
  });
}

export const sipInvite = {
  name: 'sip-invite',
  describe: 'two scanners look for a PBX that places outside calls for them',
  minute: 30,
  packets: random => repeat(32, n => call(random, n)),
} as const satisfies Scene;
