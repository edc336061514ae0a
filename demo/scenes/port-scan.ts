import {MILLISECOND, type Packet} from '../packets/packet.ts';
import type {Random} from '../packets/random.ts';
import {ACK, RST, SYN, tcpFrame} from '../packets/tcp-segment.ts';
import type {Endpoint} from '../packets/udp.ts';
import {attacker, SENSOR} from './hosts.ts';
import type {Scene} from './scene.ts';

const OPEN = [21, 22, 23, 25, 80, 445, 1433, 3306, 3389, 5060, 6379, 8080];
const CLOSED = [
  7, 13, 19, 37, 53, 79, 88, 110, 111, 113, 119, 135, 139, 143, 179, 389, 443, 465, 512, 513, 514,
];
const HIGH = Array.from({length: 40}, (_, n) => 1900 + n * 97);

const isOpen = (port: number): boolean => OPEN.includes(port);

/** A half-open probe: the scanner's kernel does not know the connection and resets it when an open port answers. */
function probe(random: Random, n: number, port: number): Packet[] {
  const scanner: Endpoint = {address: attacker(140), port: 40000 + n};
  const sensor: Endpoint = {address: SENSOR, port};
  const sequence = random.u32();
  const afterSyn = (sequence + 1) >>> 0;
  const at = n * 30 * MILLISECOND;
  const syn = {from: scanner, to: sensor, flags: SYN, sequence, acknowledgement: 0};
  const answer = {from: sensor, to: scanner, acknowledgement: afterSyn};
  const asked = {at, frame: tcpFrame(syn)};
  const answeredAt = at + MILLISECOND;
  if (!isOpen(port)) {
    return [asked, {at: answeredAt, frame: tcpFrame({...answer, flags: RST | ACK, sequence: 0})}];
  }
  const accepted = tcpFrame({...answer, flags: SYN | ACK, sequence: random.u32()});
  const reset = tcpFrame({...syn, flags: RST, sequence: afterSyn});
  return [asked, {at: answeredAt, frame: accepted}, {at: answeredAt + 20 * MILLISECOND, frame: reset}];
}

export const portScan = {
  name: 'port-scan',
  describe: 'a half-open scan of 73 TCP ports, of which a dozen answer',
  minute: 105,
  packets: random => [...OPEN, ...CLOSED, ...HIGH].flatMap((port, n) => probe(random, n, port)),
} as const satisfies Scene;
