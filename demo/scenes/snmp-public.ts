import {SECOND} from '../packets/packet.ts';
import {repeat} from '../packets/repeat.ts';
import {udpExchange} from '../packets/udp-exchange.ts';
import {snmpGet, snmpResponse} from '../protocols/snmp.ts';
import {attacker, eitherSensor} from './hosts.ts';
import type {Scene} from './scene.ts';

export const snmpPublic = {
  name: 'snmp-public',
  describe: 'scanners request the system description with common community strings',
  minute: 40,
  packets: random =>
    repeat(22, n => {
      const community = n % 4 === 3 ? 'private' : 'public';
      const requestId = n + 1;
      return udpExchange({
        client: {address: attacker(60 + (n % 3)), port: random.port()},
        server: {address: eitherSensor(n), port: 161},
        at: n * 3 * SECOND,
        request: snmpGet(community, requestId),
        ...(community === 'public' && {response: snmpResponse(community, requestId, 'printer, model 4')}),
      });
    }),
} as const satisfies Scene;
