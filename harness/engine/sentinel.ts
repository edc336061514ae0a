import type {POLICIES} from '../domain/rule.ts';

/** A sid that only ruletrial uses: Talos stays below 1,000,000, and local rules rarely have such high numbers. */
const SENTINEL_SID = 3_999_999_999;
export const SENTINEL_MSG = 'ruletrial sentinel';
const PAYLOAD = 'ruletrial sentinel packet';
const PORT = 47_809;

/** Returns Lua that adds the sentinel rule, enabled in every policy and whatever the default state of rules. */
export function sentinelTweak(policy: (typeof POLICIES)[number] | undefined): string {
  const metadata = policy === undefined ? '' : `metadata:policy ${policy}-ips alert; `;
  const rule =
    `alert udp any any -> any ${PORT} ( msg:"${SENTINEL_MSG}"; content:"${PAYLOAD}"; ` +
    `${metadata}sid:${SENTINEL_SID}; rev:1; )`;
  return [
    `ips.rules = (ips.rules or '') .. [[\n${rule}\n]]`,
    `ips.states = (ips.states or '') .. [[\nalert ( gid:1; sid:${SENTINEL_SID}; enable; )\n]]`,
  ].join('\n');
}

/** Creates a capture with one packet that triggers the sentinel rule: classic pcap, Ethernet, IPv4, UDP (addresses from RFC 5737). */
export function sentinelCapture(): Uint8Array {
  const payload = Buffer.from(PAYLOAD);
  const udp = Buffer.alloc(8);
  udp.writeUInt16BE(40_000, 0);
  udp.writeUInt16BE(PORT, 2);
  udp.writeUInt16BE(8 + payload.length, 4);
  const ip = Buffer.from('450000000001400040110000c0000201c6336402', 'hex');
  ip.writeUInt16BE(ip.length + udp.length + payload.length, 2);
  ip.writeUInt16BE(checksum(ip), 10);
  const ethernet = Buffer.from('0200000000020200000000010800', 'hex');
  const packet = Buffer.concat([ethernet, ip, udp, payload]);
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(65_535, 16);
  head.writeUInt32LE(1, 20);
  const record = Buffer.alloc(16);
  record.writeUInt32LE(1_767_225_600, 0);
  record.writeUInt32LE(packet.length, 8);
  record.writeUInt32LE(packet.length, 12);
  return Buffer.concat([head, record, packet]);
}

/** Computes the checksum of RFC 1071 for a header whose checksum field is 0. */
function checksum(header: Buffer): number {
  let sum = 0;
  for (let at = 0; at < header.length; at += 2) sum += header.readUInt16BE(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
