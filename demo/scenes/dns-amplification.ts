import {MILLISECOND} from '../packets/packet.ts';
import {repeat} from '../packets/repeat.ts';
import {udpExchange} from '../packets/udp-exchange.ts';
import {dnsAnswer, dnsQuery, dnsText} from '../protocols/dns.ts';
import {attacker, SENSOR} from './hosts.ts';
import type {Scene} from './scene.ts';

const LONG_RECORD = {type: 'TXT', ttl: 3600, data: dnsText('filler '.repeat(34))} as const;

export const dnsAmplification = {
  name: 'dns-amplification',
  describe: "ANY queries with a victim's forged address; the answers are ten times the size",
  minute: 90,
  packets: random =>
    repeat(30, n => {
      const question = {id: random.below(65536), name: 'large.example.com', type: 'ANY'} as const;
      return udpExchange({
        client: {address: attacker(115), port: random.port()},
        server: {address: SENSOR, port: 53},
        at: n * 80 * MILLISECOND,
        request: dnsQuery(question),
        response: dnsAnswer(question, [LONG_RECORD, LONG_RECORD]),
      });
    }),
} as const satisfies Scene;
