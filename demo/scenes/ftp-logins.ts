import {MILLISECOND, type Packet, SECOND} from '../packets/packet.ts';
import type {Random} from '../packets/random.ts';
import {repeat} from '../packets/repeat.ts';
import {client, server, tcpSession} from '../packets/tcp-session.ts';
import {attacker, eitherSensor} from './hosts.ts';
import type {Scene} from './scene.ts';

const USERS = ['admin', 'root', 'ftpuser', 'www', 'backup'] as const;
const PASSWORDS = ['admin', '123456', 'password', 'qwerty', 'backup2026'] as const;

function login(random: Random, n: number): Packet[] {
  const isAnonymous = n % 6 === 0;
  const user = isAnonymous ? 'anonymous' : random.pick(USERS);
  const password = isAnonymous ? 'guest@example.com' : random.pick(PASSWORDS);
  return tcpSession(
    {
      client: {address: attacker(70 + (n % 3)), port: random.port()},
      server: {address: eitherSensor(n), port: 21},
      at: n * 2 * SECOND,
      turns: [
        server('220 FTP server ready\r\n'),
        client(`USER ${user}\r\n`),
        server('331 Password required\r\n'),
        client(`PASS ${password}\r\n`),
        server('530 Login incorrect\r\n', 800 * MILLISECOND),
        client('QUIT\r\n'),
        server('221 Goodbye\r\n'),
      ],
    },
    random,
  );
}

export const ftpLogins = {
  name: 'ftp-logins',
  describe: 'three sources guess FTP logins, sometimes anonymous ones',
  minute: 50,
  packets: random => repeat(24, n => login(random, n)),
} as const satisfies Scene;
