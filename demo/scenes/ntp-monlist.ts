import {bytes, hex, u16, zeros} from '../packets/bytes.ts';
import {MILLISECOND} from '../packets/packet.ts';
import {repeat} from '../packets/repeat.ts';
import {udpExchange} from '../packets/udp-exchange.ts';
import {attacker, SENSOR} from './hosts.ts';
import type {Scene} from './scene.ts';

/** Mode 7 (private), implementation 3, request 42: MON_GETLIST_1 (CVE-2013-5211). */
const REQUEST = bytes(hex('17 00 03 2a'), zeros(4));

/** Six peers of 72 bytes each: 55 times the size of the request. */
const RESPONSE = bytes(hex('97 00 03 2a'), u16(6), u16(72), zeros(6 * 72));

export const ntpMonlist = {
  name: 'ntp-monlist',
  describe: 'time servers get monlist requests with the forged addresses of two victims',
  minute: 35,
  packets: random =>
    repeat(24, n =>
      udpExchange({
        client: {address: attacker(50 + (n % 2)), port: random.port()},
        server: {address: SENSOR, port: 123},
        at: n * 120 * MILLISECOND,
        request: REQUEST,
        response: RESPONSE,
      }),
    ),
} as const satisfies Scene;
