import {MILLISECOND, type Packet, SECOND} from '../packets/packet.ts';
import type {Random} from '../packets/random.ts';
import {repeat} from '../packets/repeat.ts';
import {client, server, type Turn, tcpSession} from '../packets/tcp-session.ts';
import {sshEcdhInit, sshEcdhReply, sshKexInit, sshNewKeys} from '../protocols/ssh.ts';
import {attacker, SENSOR} from './hosts.ts';
import type {Scene} from './scene.ts';

const CLIENTS = [
  'SSH-2.0-libssh_0.9.6',
  'SSH-2.0-libssh_0.9.6',
  'SSH-2.0-libssh2_1.11.0',
  'SSH-2.0-Go',
] as const;
const SERVER = 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3';

/** Sizes of two encrypted messages, in bytes: a password request and its rejection. */
const REQUEST_BYTES = 84;
const REFUSAL_BYTES = 52;

const keyExchange = (random: Random): readonly Turn[] => [
  client(`${random.pick(CLIENTS)}\r\n`),
  server(`${SERVER}\r\n`),
  client(sshKexInit(random)),
  server(sshKexInit(random)),
  client(sshEcdhInit(random)),
  server(sshEcdhReply(random)),
  client(sshNewKeys()),
];

const guess = (random: Random): readonly Turn[] => [
  client(random.bytes(REQUEST_BYTES)),
  server(random.bytes(REFUSAL_BYTES), 400 * MILLISECOND),
];

function login(random: Random, n: number): Packet[] {
  return tcpSession(
    {
      client: {address: attacker(10 + (n % 3)), port: random.port()},
      server: {address: SENSOR, port: 22},
      at: n * 2 * SECOND,
      turns: [...keyExchange(random), ...guess(random), ...guess(random), ...guess(random)],
      ends: 'server',
    },
    random,
  );
}

export const sshBruteForce = {
  name: 'ssh-brute-force',
  describe: 'three sources brute-force SSH with client libraries, three passwords per session',
  minute: 15,
  packets: random => repeat(18, n => login(random, n)),
} as const satisfies Scene;
