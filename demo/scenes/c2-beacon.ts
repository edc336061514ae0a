import {bytes, hex, le32, u16} from '../packets/bytes.ts';
import {SECOND} from '../packets/packet.ts';
import type {Random} from '../packets/random.ts';
import {repeat} from '../packets/repeat.ts';
import {client, server, type Turn, tcpSession} from '../packets/tcp-session.ts';
import {SECOND_SENSOR, SENSOR, stranger} from './hosts.ts';
import type {Scene} from './scene.ts';

/** Both formats are invented; they only resemble those of real remote-control malware. */
const RAT_MAGIC = hex('de 50 0c 01');
const BOT_HELLO = hex('4d 49 00 01');
const BOT_KEEPALIVE = hex('4d 49 00 00');

/** Magic, length, then fields separated by `|`. */
const report = (...fields: readonly string[]): Uint8Array => {
  const content = fields.join('|');
  return bytes(RAT_MAGIC, le32(content.length), content);
};

const ratTurns: readonly Turn[] = [
  client(report('hello', 'demo-host', 'user', 'Windows 10', '4.9.4 Pro')),
  server(report('ready')),
  ...Array.from({length: 6}, (_, n) => [
    client(report('alive', String(n)), 30 * SECOND),
    server(report('ready')),
  ]).flat(),
];

const botTurns = (name: string): readonly Turn[] => [
  client(bytes(BOT_HELLO, u16(name.length), name)),
  ...Array.from({length: 8}, () => [client(BOT_KEEPALIVE, 20 * SECOND), server(BOT_KEEPALIVE)]).flat(),
];

const ratSession = (random: Random) =>
  tcpSession(
    {
      client: {address: SECOND_SENSOR, port: random.port()},
      server: {address: stranger(71), port: 2405},
      at: 0,
      turns: ratTurns,
    },
    random,
  );

const botSession = (random: Random, n: number) =>
  tcpSession(
    {
      client: {address: SENSOR, port: random.port()},
      server: {address: stranger(72), port: 48101},
      at: n * SECOND,
      turns: botTurns(`camera.${n}`),
      ends: 'reset',
    },
    random,
  );

export const c2Beacon = {
  name: 'c2-beacon',
  describe: 'infected hosts check in with their C2 servers, like Remcos and Mirai',
  minute: 110,
  packets: random => [...ratSession(random), ...repeat(3, n => botSession(random, n))],
} as const satisfies Scene;
