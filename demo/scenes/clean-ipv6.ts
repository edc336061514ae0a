import {bytes, hex, zeros} from '../packets/bytes.ts';
import {echo, icmpFrame} from '../packets/icmp.ts';
import {place} from '../packets/network.ts';
import {MILLISECOND, type Packet, SECOND} from '../packets/packet.ts';
import {repeat} from '../packets/repeat.ts';
import {SENSOR_IPV6} from './hosts.ts';
import type {Scene} from './scene.ts';

const ROUTER = 'fe80::1';
const SOLICITED_NODE = 'ff02::1:ff00:10';
const VISITOR = '2001:db8:feed::1';

/** ICMPv6 types of RFC 4443 and RFC 4861; messages of the latter have hop limit 255. */
const ECHO_REQUEST = 128;
const ECHO_REPLY = 129;
const NEIGHBOUR_SOLICITATION = 135;
const NEIGHBOUR_ADVERTISEMENT = 136;
const NEVER_FORWARDED = {ttl: 255};

/** Options that carry the sender's link-layer address. */
const sourceMac = (address: string): Uint8Array => bytes(1, 1, place(address).mac);
const targetMac = (address: string): Uint8Array => bytes(2, 1, place(address).mac);

function resolution(at: number): Packet[] {
  const target = place(SENSOR_IPV6).address;
  const asked = bytes(zeros(4), target, sourceMac(ROUTER));
  const solicitedOverride = hex('60 00 00 00');
  const told = bytes(solicitedOverride, target, targetMac(SENSOR_IPV6));
  const ask = {from: ROUTER, to: SOLICITED_NODE, type: NEIGHBOUR_SOLICITATION, body: asked};
  const tell = {from: SENSOR_IPV6, to: ROUTER, type: NEIGHBOUR_ADVERTISEMENT, body: told};
  return [
    {at, frame: icmpFrame({...ask, ...NEVER_FORWARDED})},
    {at: at + MILLISECOND, frame: icmpFrame({...tell, ...NEVER_FORWARDED})},
  ];
}

function ping(at: number, sequence: number): Packet[] {
  const body = echo(0x2a01, sequence, zeros(56));
  const request = {from: VISITOR, to: SENSOR_IPV6, type: ECHO_REQUEST, body};
  const reply = {from: SENSOR_IPV6, to: VISITOR, type: ECHO_REPLY, body};
  return [
    {at, frame: icmpFrame(request)},
    {at: at + MILLISECOND, frame: icmpFrame(reply)},
  ];
}

export const cleanIpv6 = {
  name: 'clean-ipv6',
  describe: 'the router finds the sensor by neighbour discovery; a visitor pings it',
  minute: 10,
  packets: () => [
    ...repeat(4, n => resolution(n * 30 * SECOND)),
    ...repeat(10, n => ping((1 + n) * SECOND, n + 1)),
  ],
} as const satisfies Scene;
