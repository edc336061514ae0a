import {bytes, hex, le16, le32, zeros} from '../packets/bytes.ts';
import {type Packet, SECOND} from '../packets/packet.ts';
import type {Random} from '../packets/random.ts';
import {repeat} from '../packets/repeat.ts';
import {client, server, type Turn, tcpSession} from '../packets/tcp-session.ts';
import {NO_ANDX, SMB, smbMessage, zeroEnded} from '../protocols/smb1.ts';
import {attacker, eitherSensor} from './hosts.ts';
import type {Scene} from './scene.ts';

const NOT_IMPLEMENTED = 0xc0000002;

/** Multiplex id of the backdoor ping; an infected host would answer with 81. */
const PING_MID = 65;

const negotiate: readonly Turn[] = [
  client(smbMessage({command: SMB.NEGOTIATE, data: bytes(2, zeroEnded('NT LM 0.12'))})),
  server(smbMessage({command: SMB.NEGOTIATE, isResponse: true, words: negotiated(), data: serverNames()})),
];

/** Fields of MS-CIFS section 2.2.4.52.2: dialect 0, plain NT status and NT SMBs, a challenge of 8 bytes. */
function negotiated(): Uint8Array {
  const limits = bytes(le16(50), le16(1), le32(4356), le32(65536));
  const capabilities = le32(0x0000_0050);
  return bytes(le16(0), 3, limits, le32(0), capabilities, zeros(8), le16(0), 8);
}

function serverNames(): Uint8Array {
  const challenge = hex('1f 2e 3d 4c 5b 6a 79 88');
  return bytes(challenge, zeroEnded('WORKGROUP'));
}

const anonymousSession: readonly Turn[] = [
  client(smbMessage({command: SMB.SESSION_SETUP, words: anonymousWords(), data: anonymousNames()})),
  server(
    smbMessage({
      command: SMB.SESSION_SETUP,
      isResponse: true,
      words: bytes(NO_ANDX, le16(0)),
      data: zeroEnded('Windows 5.1', 'Windows 2000 LAN Manager', 'WORKGROUP'),
    }),
  ),
];

function anonymousWords(): Uint8Array {
  const passwordLengths = bytes(le16(1), le16(0));
  const capabilities = le32(0x0000_0050);
  return bytes(NO_ANDX, le16(4356), le16(10), le16(0), le32(0), passwordLengths, zeros(4), capabilities);
}

function anonymousNames(): Uint8Array {
  const noPassword = 0;
  return bytes(noPassword, zeroEnded('', '', 'Windows 2000 2195', 'Windows 2000 5.0'));
}

const shareOf = (host: string): readonly Turn[] => [
  client(
    smbMessage({
      command: SMB.TREE_CONNECT,
      words: bytes(NO_ANDX, le16(0), le16(1)),
      data: bytes(0, zeroEnded(`\\\\${host}\\IPC$`, '?????')),
    }),
  ),
  server(
    smbMessage({
      command: SMB.TREE_CONNECT,
      isResponse: true,
      words: bytes(NO_ANDX, le16(1)),
      data: zeroEnded('IPC', ''),
    }),
  ),
];

/** A TRANS2 request with the reserved subcommand SESSION_SETUP, which only the backdoor answers in its own way. */
function ping(): readonly Turn[] {
  const counts = bytes(le16(12), le16(0), le16(1), le16(0), 0, 0, le16(0), le32(0x00a4_d9a6), le16(0));
  const places = bytes(le16(12), le16(66), le16(0), le16(78), 1, 0);
  const subcommand = le16(0x000e);
  const words = bytes(counts, places, subcommand);
  const message = {command: SMB.TRANS2, mid: PING_MID};
  const refusal = {...message, isResponse: true, status: NOT_IMPLEMENTED};
  return [client(smbMessage({...message, words, data: zeros(1 + 12)})), server(smbMessage(refusal))];
}

/** An NT_TRANSACT whose total data count (of extended attributes) exceeds 16 bits, with 700 bytes of data. */
function overflow(): readonly Turn[] {
  const announced = bytes(le32(30), le32(66_512), le32(30), le32(0));
  const sent = bytes(le32(30), le32(76), le32(700), le32(106));
  const words = bytes(1, zeros(2), announced, sent, 1, zeros(2), zeros(2));
  const message = {command: SMB.NT_TRANSACT, mid: 64};
  return [
    client(smbMessage({...message, words, data: bytes(zeros(1 + 30), 'A'.repeat(700))})),
    server(smbMessage({...message, isResponse: true})),
  ];
}

/** Every fourth source continues with the exploit. */
const attacks = (n: number): boolean => n % 4 === 3;

function probe(random: Random, n: number): Packet[] {
  const host = eitherSensor(n);
  const opening = [...negotiate, ...anonymousSession, ...shareOf(host)];
  return tcpSession(
    {
      client: {address: attacker(30 + (n % 8)), port: random.port()},
      server: {address: host, port: 445},
      at: n * 7 * SECOND,
      turns: [...opening, ...(attacks(n) ? overflow() : ping())],
      ends: attacks(n) ? 'reset' : 'client',
    },
    random,
  );
}

export const smbProbe = {
  name: 'smb-probe',
  describe: 'anonymous SMB1 sessions send DoublePulsar-style pings; some try the EternalBlue-style overflow',
  minute: 25,
  packets: random => repeat(16, n => probe(random, n)),
} as const satisfies Scene;
