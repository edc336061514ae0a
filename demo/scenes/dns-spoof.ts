import {bytes} from '../packets/bytes.ts';
import {MILLISECOND, type Packet, SECOND} from '../packets/packet.ts';
import type {Random} from '../packets/random.ts';
import {repeat} from '../packets/repeat.ts';
import {udpFrame} from '../packets/udp.ts';
import {dnsAnswer, dnsQuery} from '../protocols/dns.ts';
import {SENSOR, stranger} from './hosts.ts';
import type {Scene} from './scene.ts';

const FORGERIES = 3;
const truth = {type: 'A', ttl: 3600, data: bytes(192, 0, 2, 80)} as const;
/** A TTL of 0 seconds: the forged answer leaves no trace in a cache. */
const forgery = {type: 'A', ttl: 0, data: bytes(203, 0, 113, 66)} as const;

/** A query, then forged answers from the resolver's address that arrive before the real one; one id in three is right. */
function lookUp(random: Random, n: number): Packet[] {
  const question = {id: random.below(65536), name: 'bank.example.com', type: 'A'} as const;
  const client = {address: SENSOR, port: random.port()};
  const server = {address: stranger(66), port: 53};
  const at = n * 10 * SECOND;
  const forged = repeat(FORGERIES, guess => {
    const answer = dnsAnswer({...question, id: (question.id + guess) % 65536}, [forgery]);
    return [{at: at + (1 + guess) * MILLISECOND, frame: udpFrame(server, client, answer)}];
  });
  const answer = dnsAnswer(question, [truth]);
  return [
    {at, frame: udpFrame(client, server, dnsQuery(question))},
    ...forged,
    {at: at + 20 * MILLISECOND, frame: udpFrame(server, client, answer)},
  ];
}

export const dnsSpoof = {
  name: 'dns-spoof',
  describe: "forged answers arrive before the resolver's and redirect the sensor",
  minute: 95,
  packets: random => repeat(5, n => lookUp(random, n)),
} as const satisfies Scene;
