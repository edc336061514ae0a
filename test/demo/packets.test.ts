import {describe, expect, it} from 'vitest';
import {scenes} from '../../demo/scenes/index.ts';
import {captureBytes, type IpPacket, readIp, readPcap, readTcp, type TcpSegment} from './read-capture.ts';

const ICMP = 1;
const TCP = 6;
const UDP = 17;

/** Scenes whose connections are half-open on purpose. */
const HALF_OPEN = ['port-scan'];

const names = scenes.map(scene => scene.name);
const packetsOf = (name: string): readonly IpPacket[] =>
  readPcap(captureBytes(name)).frames.map(frame => readIp(frame.bytes));

/** Sums 16-bit words with the carry added at each step; with its checksum in place valid data gives 0xffff. */
const onesComplementSum = (data: Buffer): number => {
  const even = data.length % 2 === 0 ? data : Buffer.concat([data, Buffer.of(0)]);
  let sum = 0;
  for (let at = 0; at < even.length; at += 2) {
    sum += even.readUInt16BE(at);
    if (sum > 0xffff) sum -= 0xffff;
  }
  return sum;
};

const summedPayload = ({protocol, addresses, payload}: IpPacket): Buffer => {
  if (protocol === ICMP) return payload;
  const lengthAndProtocol = Buffer.alloc(8);
  lengthAndProtocol.writeUInt32BE(payload.length, 0);
  lengthAndProtocol.writeUInt8(protocol, 7);
  return Buffer.concat([addresses, lengthAndProtocol, payload]);
};

describe('every packet of the demo', () => {
  it.each(names)('of %s has a valid checksum in its IPv4 header', name => {
    const headers = packetsOf(name).flatMap(packet => packet.ipv4Header ?? []);
    expect(headers.filter(header => onesComplementSum(header) !== 0xffff)).toEqual([]);
  });

  it.each(names)('of %s has a valid TCP, UDP or ICMP checksum', name => {
    const wrong = packetsOf(name).filter(packet => onesComplementSum(summedPayload(packet)) !== 0xffff);
    expect(wrong).toEqual([]);
  });

  it.each(names)('of %s says its UDP length and leaves no UDP checksum out', name => {
    const datagrams = packetsOf(name).filter(packet => packet.protocol === UDP);
    for (const {payload} of datagrams) {
      expect(payload.readUInt16BE(4)).toBe(payload.length);
      expect(payload.readUInt16BE(6)).not.toBe(0);
    }
  });
});

/** The segments of each connection, in order. */
function connectionsOf(name: string): readonly TcpSegment[][] {
  const connections = new Map<string, TcpSegment[]>();
  const segments = packetsOf(name).filter(packet => packet.protocol === TCP);
  for (const segment of segments.map(readTcp)) {
    const bothEnds = [segment.from, segment.to].toSorted().join();
    connections.set(bothEnds, [...(connections.get(bothEnds) ?? []), segment]);
  }
  return [...connections.values()];
}

const withTcp = names.filter(name => connectionsOf(name).length > 0);
const complete = withTcp.filter(name => !HALF_OPEN.includes(name));

describe('every TCP connection of the demo', () => {
  it.each(complete)('of %s begins with a handshake and ends with FIN both ways or a reset', name => {
    for (const segments of connectionsOf(name)) {
      const flags = segments.map(segment => segment.flags).join(' ');
      expect(flags).toMatch(/^S SA A .*(FA FA A|RA)$/);
    }
  });

  it.each(complete)('of %s has contiguous sequence numbers and acknowledges all that came', name => {
    for (const segments of connectionsOf(name)) {
      const next = new Map<string, number>();
      for (const {from, to, flags, sequence, acknowledgement, length} of segments) {
        expect(sequence).toBe(next.get(from) ?? sequence);
        if (flags.includes('A')) expect(acknowledgement).toBe(next.get(to));
        const taken = length + (/[SF]/.test(flags) ? 1 : 0);
        next.set(from, (sequence + taken) % 2 ** 32);
      }
    }
  });

  it('carries no more than the MSS in one segment', () => {
    const lengths = withTcp.flatMap(name =>
      connectionsOf(name)
        .flat()
        .map(segment => segment.length),
    );
    expect(Math.max(...lengths)).toBe(1460);
  });

  it('of the port scan is refused, or accepted and then reset by the scanner', () => {
    const courses = connectionsOf('port-scan').map(segments =>
      segments.map(segment => segment.flags).join(' '),
    );
    expect(new Set(courses)).toEqual(new Set(['S SA R', 'S RA']));
  });
});
