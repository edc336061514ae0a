import {bytes, hex, u32, zeros} from '../packets/bytes.ts';
import {echo, icmpFrame, quote} from '../packets/icmp.ts';
import {ipv4Packet, UDP} from '../packets/ip.ts';
import {MILLISECOND, type Packet, SECOND} from '../packets/packet.ts';
import type {Random} from '../packets/random.ts';
import {repeat} from '../packets/repeat.ts';
import {udpFrame} from '../packets/udp.ts';
import {attacker, eitherSensor, SENSOR} from './hosts.ts';
import type {Scene} from './scene.ts';

/** Types of RFC 792. */
const ECHO_REPLY = 0;
const UNREACHABLE = 3;
const ECHO_REQUEST = 8;
const TIME_EXCEEDED = 11;
const TIMESTAMP = 13;
const TIMESTAMP_REPLY = 14;
const PORT_UNREACHABLE = 3;

/** Payload of a Windows ping: the letters a to w, repeated. */
const WINDOWS = 'abcdefghijklmnopqrstuvwabcdefghi';
/** Payload of a Linux ping after its timestamp. */
const LINUX = bytes(zeros(16), ...Array.from({length: 40}, (_, n) => 0x10 + n));
const NOTHING = '';

const KINDS = [WINDOWS, LINUX, NOTHING, WINDOWS] as const;

function ping(random: Random, n: number): Packet[] {
  const from = attacker(120 + (n % 8));
  const to = eitherSensor(n);
  const body = echo(random.below(65536), n % 4, KINDS[n % KINDS.length]);
  const at = n * 500 * MILLISECOND;
  return [
    {at, frame: icmpFrame({from, to, type: ECHO_REQUEST, body})},
    {at: at + MILLISECOND, frame: icmpFrame({from: to, to: from, type: ECHO_REPLY, body})},
  ];
}

function timestamp(random: Random, n: number): Packet[] {
  const from = attacker(128);
  const id = random.below(65536);
  const at = n * 3 * SECOND;
  const midnight = 79_200_000 + n * 3_000;
  const asked = echo(id, n, bytes(u32(midnight), zeros(8)));
  const told = echo(id, n, bytes(u32(midnight), u32(midnight + 40), u32(midnight + 40)));
  return [
    {at, frame: icmpFrame({from, to: SENSOR, type: TIMESTAMP, body: asked})},
    {at: at + MILLISECOND, frame: icmpFrame({from: SENSOR, to: from, type: TIMESTAMP_REPLY, body: told})},
  ];
}

/** A probe of a closed UDP port, and the sensor's port unreachable message. */
function closedPort(random: Random, n: number): Packet[] {
  const client = {address: attacker(129), port: random.port()};
  const server = {address: SENSOR, port: 33434 + n};
  const frame = udpFrame(client, server, hex('00 00 00 00'));
  const ethernetHeader = 14;
  const error = {from: SENSOR, to: client.address, type: UNREACHABLE, code: PORT_UNREACHABLE};
  const at = n * 2 * SECOND;
  return [
    {at, frame},
    {at: at + MILLISECOND, frame: icmpFrame({...error, body: quote(frame.subarray(ethernetHeader))})},
  ];
}

/** Backscatter of a spoofed address: a router's ICMP error about a packet that the sensor never sent. */
function backscatter(random: Random, n: number): Packet[] {
  const payload = bytes(random.bytes(4), hex('00 0c 00 00 00 00 00 00'));
  const lost = ipv4Packet({from: SENSOR, to: attacker(131), protocol: UDP, payload, ttl: 1});
  const error = {from: attacker(130), to: SENSOR, type: TIME_EXCEEDED, body: quote(lost)};
  return [{at: n * 5 * SECOND, frame: icmpFrame(error)}];
}

export const icmpSweep = {
  name: 'icmp-sweep',
  describe: 'pings from several tools, timestamp requests, closed ports and backscatter',
  minute: 100,
  packets: random => [
    ...repeat(96, n => ping(random, n)),
    ...repeat(8, n => timestamp(random, n)),
    ...repeat(10, n => closedPort(random, n)),
    ...repeat(8, n => backscatter(random, n)),
  ],
} as const satisfies Scene;
