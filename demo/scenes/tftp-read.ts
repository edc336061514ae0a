import {bytes, u16} from '../packets/bytes.ts';
import {SECOND} from '../packets/packet.ts';
import {repeat} from '../packets/repeat.ts';
import {udpExchange} from '../packets/udp-exchange.ts';
import {attacker, SENSOR} from './hosts.ts';
import type {Scene} from './scene.ts';

const FILES = ['startup-config', 'running-config', 'SEP001122334455.cnf.xml', 'boot.ini'] as const;

/** Opcodes of RFC 1350. */
const READ_REQUEST = 1;
const ERROR = 5;
const NOT_FOUND = bytes(u16(ERROR), u16(1), 'File not found', 0);

export const tftpRead = {
  name: 'tftp-read',
  describe: 'a source requests configuration files by TFTP',
  minute: 45,
  packets: random =>
    repeat(8, n =>
      udpExchange({
        client: {address: attacker(65), port: random.port()},
        server: {address: SENSOR, port: 69},
        at: n * 2 * SECOND,
        request: bytes(u16(READ_REQUEST), random.pick(FILES), 0, 'octet', 0),
        response: NOT_FOUND,
      }),
    ),
} as const satisfies Scene;
