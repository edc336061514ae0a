import {bytes, le16} from '../packets/bytes.ts';
import {SECOND} from '../packets/packet.ts';
import {repeat} from '../packets/repeat.ts';
import {udpExchange} from '../packets/udp-exchange.ts';
import {attacker, eitherSensor} from './hosts.ts';
import type {Scene} from './scene.ts';

/** MC-SQLR section 2.2: requests for every instance, by broadcast or unicast, and the type of the response. */
const BROADCAST = 2;
const UNICAST = 3;
const RESPONSE = 5;

const INSTANCE = 'ServerName;SENSOR;InstanceName;MSSQLSERVER;IsClustered;No;Version;10.50.1600.1;tcp;1433;;';

export const sqlPing = {
  name: 'sql-ping',
  describe: 'sources enumerate Microsoft SQL Server instances',
  minute: 85,
  packets: random =>
    repeat(14, n =>
      udpExchange({
        client: {address: attacker(110 + (n % 2)), port: random.port()},
        server: {address: eitherSensor(n), port: 1434},
        at: n * 3 * SECOND,
        request: bytes(n % 3 === 0 ? UNICAST : BROADCAST),
        response: bytes(RESPONSE, le16(INSTANCE.length), INSTANCE),
      }),
    ),
} as const satisfies Scene;
