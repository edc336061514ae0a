import {bytes, u32, zeros} from '../packets/bytes.ts';
import type {Random} from '../packets/random.ts';

/** Message numbers of RFC 4253 section 12 and RFC 5656 section 7.1. */
const KEX_INIT = 20;
const NEW_KEYS = 21;
const ECDH_INIT = 30;
const ECDH_REPLY = 31;

const CIPHERS = 'aes256-gcm@openssh.com,aes128-ctr';
const MACS = 'hmac-sha2-256';

export function sshKexInit(random: Random): Uint8Array {
  const oneEach = [CIPHERS, CIPHERS, MACS, MACS, 'none', 'none', '', ''];
  const lists = ['curve25519-sha256', 'ssh-ed25519', ...oneEach].map(string);
  const noGuessFollows = 0;
  const reserved = zeros(4);
  return binaryPacket(bytes(KEX_INIT, random.bytes(16), ...lists, noGuessFollows, reserved));
}

export const sshEcdhInit = (random: Random): Uint8Array =>
  binaryPacket(bytes(ECDH_INIT, string(random.bytes(32))));

/** The server's key exchange reply, followed by NEWKEYS: everything after it is encrypted. */
export function sshEcdhReply(random: Random): Uint8Array {
  const hostKey = bytes(string('ssh-ed25519'), string(random.bytes(32)));
  const signature = bytes(string('ssh-ed25519'), string(random.bytes(64)));
  const reply = bytes(ECDH_REPLY, string(hostKey), string(random.bytes(32)), string(signature));
  return bytes(binaryPacket(reply), sshNewKeys());
}

export const sshNewKeys = (): Uint8Array => binaryPacket(bytes(NEW_KEYS));

const string = (value: string | Uint8Array): Uint8Array => bytes(u32(value.length), value);

/** Padded to a multiple of 8 with at least 4 octets (RFC 4253 section 6). */
function binaryPacket(payload: Uint8Array): Uint8Array {
  const padding = 4 + ((8 - ((5 + payload.length + 4) % 8)) % 8);
  return bytes(u32(1 + payload.length + padding), padding, payload, zeros(padding));
}
