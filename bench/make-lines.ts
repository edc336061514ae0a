import {closeSync, openSync, writeSync} from 'node:fs';

/** A seeded generator of numbers in 0..1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const RULES = 2007;
const SOURCES = 200_000;
const SPAN_SECONDS = 30 * 86_400;

/** Zipf-like rank below `n`: a few take most. */
const skewed = (n: number, random: number): number => Math.floor(n ** random) - 1;

function address(rank: number): string {
  if (rank % 25 === 24) return `2001:db8:${(rank >> 16).toString(16)}:${(rank & 0xffff).toString(16)}::1`;
  return `${11 + (rank % 200)}.${(rank >> 3) & 255}.${(rank >> 9) & 255}.${1 + ((rank * 7) % 250)}`;
}

/** Writes `count` alert_json lines with Snort's spacing, some 700 bytes each, 30 days in order of time. */
export function makeLines(path: string, count: number): void {
  const random = seeded(7);
  const file = openSync(path, 'w');
  let lines: string[] = [];
  for (let n = 0; n < count; n += 1) {
    lines.push(line(n, count, random));
    if (lines.length === 10_000 || n === count - 1) {
      writeSync(file, lines.join(''));
      lines = [];
    }
  }
  closeSync(file);
}

function line(n: number, count: number, random: () => number): string {
  const rule = skewed(RULES, random());
  const sid = 1000 + rule;
  const seconds = 1_780_000_000 + Math.floor((n / count) * SPAN_SECONDS);
  const src = address(skewed(SOURCES, random()));
  const port = 1024 + Math.floor(random() * 60_000);
  const service = ['ssh', 'telnet', 'http', 'sip', 'unknown'][rule % 5];
  const number = (below: number) => Math.floor(random() * below);
  return (
    `{ "seconds" : ${seconds}, "timestamp" : "06/01-00:00:00.${String(number(1e6)).padStart(6, '0')}", "action" : "allow", ` +
    `"class" : "Attempted Information Leak", "dir" : "C2S", "dst_addr" : "198.51.100.10", "dst_port" : ${[22, 23, 80, 5060, 445][rule % 5]}, ` +
    `"src_addr" : "${src}", "src_port" : ${port}, "gid" : 1, "sid" : ${sid}, "rev" : 3, "rule" : "1:${sid}:3", ` +
    `"msg" : "SERVER-OTHER synthetic rule number ${sid} for the benchmark", "priority" : ${1 + (rule % 3)}, "proto" : "TCP", ` +
    `"pkt_num" : ${n}, "pkt_gen" : "raw", "pkt_len" : ${40 + number(1400)}, "iface" : "eth0", "service" : "${service}", ` +
    `"flowstart_time" : ${seconds}, "client_bytes" : ${number(5000)}, "client_pkts" : ${number(40)}, "server_bytes" : ${number(5000)}, ` +
    `"server_pkts" : ${number(40)}, "eth_type" : "0x800", "ip_id" : ${number(65536)}, "ip_len" : ${number(1400)}, ` +
    `"tcp_ack" : ${number(2 ** 32)}, "tcp_flags" : "***AP***", "tcp_len" : 20, "tcp_seq" : ${number(2 ** 32)}, "tcp_win" : 502, "ttl" : 52, "tos" : 0, "vlan" : 0 }\n`
  );
}
