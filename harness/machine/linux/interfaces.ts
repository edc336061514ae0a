import {readFile} from 'node:fs/promises';

const proc = (name: string): Promise<string> => readFile(`/proc/net/${name}`, 'utf8').catch(() => '');

/** Returns the interface of the default route, of IPv4 before IPv6; undefined if there is none. */
export async function defaultRouteInterface(): Promise<string | undefined> {
  return defaultRouteIn(await proc('route'), await proc('ipv6_route'));
}

export async function interfaceExists(name: string): Promise<boolean> {
  return packetsIn(await proc('dev'), name) !== undefined;
}

/**
 * Returns how many packets an interface has received and sent, as seen by an engine with AF_PACKET: both directions, so
 * packets on `lo` count twice. With GRO or TSO the kernel merges packets, and the engine counts fewer.
 */
export async function packetsOf(name: string): Promise<number | undefined> {
  return packetsIn(await proc('dev'), name);
}

/** Reads /proc/net/dev: `name: bytes packets ...`, with 8 columns for received and 8 for sent packets. */
export function packetsIn(dev: string, name: string): number | undefined {
  for (const line of dev.split('\n').slice(2)) {
    // an alias such as eth0:1 has colons too
    const colon = line.lastIndexOf(':');
    if (colon < 0 || line.slice(0, colon).trim() !== name) continue;
    const columns = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/)
      .map(Number);
    const packets = Number(columns[1]) + Number(columns[9]);
    return Number.isSafeInteger(packets) ? packets : undefined;
  }
  return undefined;
}

/** RTF_UP and RTF_REJECT from linux/route.h. */
const UP = 0x1;
const REJECT = 0x200;

interface Route {
  readonly name: string | undefined;
  readonly metric: number;
  readonly flags: number;
}

/** Reads /proc/net/route (destination, gateway and mask in hex) and /proc/net/ipv6_route (all numbers in hex). */
export function defaultRouteIn(route: string, route6: string): string | undefined {
  const rows = (text: string) => text.split('\n').map(line => line.trim().split(/\s+/));
  const ipv4 = rows(route)
    .filter(row => row[1] === '00000000' && row[7] === '00000000')
    .map(row => ({name: row[0], metric: Number(row[6]), flags: Number.parseInt(row[3] ?? '', 16)}));
  const ipv6 = rows(route6)
    .filter(row => row[0] === '0'.repeat(32) && row[1] === '00')
    .map(row => ({
      name: row[9],
      metric: Number.parseInt(row[5] ?? '', 16),
      flags: Number.parseInt(row[8] ?? '', 16),
    }));
  return best(ipv4) ?? best(ipv6);
}

const best = (routes: readonly Route[]): string | undefined =>
  [...routes]
    .filter(({name, flags}) => name !== 'lo' && (flags & UP) !== 0 && (flags & REJECT) === 0)
    .sort((a, b) => a.metric - b.metric)[0]?.name;
