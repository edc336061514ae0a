import {bytes, u16} from '../packets/bytes.ts';
import {SECOND} from '../packets/packet.ts';
import {repeat} from '../packets/repeat.ts';
import {udpExchange} from '../packets/udp-exchange.ts';
import {dnsAnswer, dnsName, dnsQuery, type ResourceRecord} from '../protocols/dns.ts';
import {SENSOR, stranger} from './hosts.ts';
import type {Scene} from './scene.ts';

const ANSWERS = [
  {name: 'www.example.com', type: 'A', ttl: 3600, data: bytes(192, 0, 2, 80)},
  {name: 'mail.example.com', type: 'A', ttl: 3600, data: bytes(192, 0, 2, 25)},
  {name: 'example.com', type: 'MX', ttl: 86400, data: bytes(u16(10), dnsName('mail.example.com'))},
  {name: 'updates.example.test', type: 'A', ttl: 900, data: bytes(192, 0, 2, 90)},
] as const satisfies readonly ({name: string} & ResourceRecord)[];

export const cleanDns = {
  name: 'clean-dns',
  describe: 'the sensor looks up names at its resolver',
  minute: 5,
  packets: random =>
    repeat(24, n => {
      const {name, ...record} = random.pick(ANSWERS);
      const question = {id: random.below(65536), name, type: record.type};
      return udpExchange({
        client: {address: SENSOR, port: random.port()},
        server: {address: stranger(53), port: 53},
        at: n * 4 * SECOND,
        request: dnsQuery(question),
        response: dnsAnswer(question, [record]),
      });
    }),
} as const satisfies Scene;
