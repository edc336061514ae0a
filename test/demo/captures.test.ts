import {readdirSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {captureOf} from '../../demo/capture.ts';
import {scenes} from '../../demo/scenes/index.ts';
import {CAPTURES, captureBytes, readIp, readPcap} from './read-capture.ts';

const BEGIN = Date.UTC(2026, 5, 1) * 1000;
const HOUR = 3_600_000_000;
const names = scenes.map(scene => scene.name);

describe('the demo captures', () => {
  it.each(scenes)('$name is committed byte for byte as the generator makes it', scene => {
    expect(Buffer.from(captureOf(scene)).equals(captureBytes(scene.name))).toBe(true);
  });

  it('are one file for each scene and nothing else', () => {
    expect(readdirSync(CAPTURES).toSorted()).toEqual(names.map(name => `${name}.pcap`).toSorted());
  });

  it('stay small: each below 80 kB, all below 600 kB', () => {
    const sizes = names.map(name => captureBytes(name).length);
    expect(Math.max(...sizes)).toBeLessThan(80_000);
    expect(sizes.reduce((total, size) => total + size, 0)).toBeLessThan(600_000);
  });

  it.each(names)('%s is a whole pcap file of Ethernet frames', name => {
    const {frames, ...header} = readPcap(captureBytes(name));
    expect(header).toEqual({magic: 0xa1b2c3d4, version: '2.4', snaplen: 262_144, linkType: 1, rest: 0});
    expect(frames.length).toBeGreaterThan(10);
  });

  it.each(names)('%s runs forward in time, within three hours from 2026-06-01', name => {
    const times = readPcap(captureBytes(name)).frames.map(frame => frame.at);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(times.at(0)).toBeGreaterThanOrEqual(BEGIN);
    expect(times.at(-1)).toBeLessThan(BEGIN + 3 * HOUR);
  });
});

describe('the addresses of the demo', () => {
  const addressesOf = (name: string): Set<string> => {
    const packets = readPcap(captureBytes(name)).frames.map(frame => readIp(frame.bytes));
    return new Set(packets.flatMap(packet => [packet.source, packet.destination]));
  };

  it('are all for documentation, link-local or multicast', () => {
    const reserved =
      /^(198\.51\.100\.\d+|203\.0\.113\.\d+|192\.0\.2\.\d+|20010db8.{24}|fe80.{28}|ff02.{28})$/;
    const others = names.flatMap(name => [...addressesOf(name)]).filter(address => !reserved.test(address));
    expect(others).toEqual([]);
  });

  it('outside the sensor belong to one scene each, so no threshold carries over into another capture', () => {
    const outside = names.flatMap(name =>
      [...addressesOf(name)].filter(address => !address.startsWith('198.')),
    );
    expect(outside.length).toBe(new Set(outside).size);
  });
});
