import {hex} from '../packets/bytes.ts';
import {MILLISECOND, type Packet, SECOND} from '../packets/packet.ts';
import type {Random} from '../packets/random.ts';
import {repeat} from '../packets/repeat.ts';
import {client, server, type Turn, tcpSession} from '../packets/tcp-session.ts';
import {attacker, eitherSensor} from './hosts.ts';
import type {Scene} from './scene.ts';

const LOGINS = [
  ['root', 'xc3511'],
  ['root', 'vizxv'],
  ['admin', 'admin'],
  ['root', '888888'],
  ['support', 'support'],
] as const;

const COMMANDS = [
  'enable',
  'system',
  'shell',
  'sh',
  '/bin/busybox MIRAI',
  '/bin/busybox cat /proc/self/exe || cat /bin/echo',
] as const;

/** IAC DO window size, IAC WILL echo; the client agrees (RFC 854). */
const OFFER = hex('ff fd 1f ff fb 01');
const ACCEPT = hex('ff fb 1f ff fd 01');

const BOTS = 5;
/** Every third bot gets in. */
const getsIn = (n: number): boolean => n % 3 === 0;

function attempt(random: Random, n: number): readonly Turn[] {
  const [user, password] = random.pick(LOGINS);
  return [
    server(OFFER),
    client(ACCEPT),
    server('camera login: '),
    client(`${user}\r\n`, 200 * MILLISECOND),
    server('Password: '),
    client(`${password}\r\n`, 200 * MILLISECOND),
    ...(getsIn(n) ? shell() : [server('\r\nLogin incorrect\r\n', SECOND)]),
  ];
}

const shell = (): readonly Turn[] => [
  server('\r\n$ '),
  ...COMMANDS.flatMap(command => [client(`${command}\r\n`, 100 * MILLISECOND), server(answer(command))]),
];

const answer = (command: string): string =>
  command.endsWith('MIRAI') ? 'MIRAI: applet not found\r\n$ ' : '\r\n$ ';

function session(random: Random, n: number): Packet[] {
  return tcpSession(
    {
      client: {address: attacker(20 + (n % BOTS)), port: random.port()},
      server: {address: eitherSensor(n), port: n % 4 === 3 ? 2323 : 23},
      at: n * 5 * SECOND,
      turns: attempt(random, n),
      ends: getsIn(n) ? 'reset' : 'server',
    },
    random,
  );
}

export const telnetMirai = {
  name: 'telnet-mirai',
  describe: 'bots guess telnet logins; those that get in run busybox as Mirai does',
  minute: 20,
  packets: random => repeat(24, n => session(random, n)),
} as const satisfies Scene;
