import {createHash} from 'node:crypto';
import type {AlertDigest} from '../../answers/ports.ts';
import type {Trial} from '../open-trial.ts';

const ALL_COLUMNS = `arm, capture, at, pkt_num, rule, msg, classtype, priority, action, dir, proto, service, pkt_gen,
  eth_type, tcp_flags, src_addr, src_port, dst_addr, dst_port, pkt_len, flowstart_time, client_bytes, client_pkts,
  server_bytes, server_pkts, icmp_code, icmp_type, icmp_id, icmp_seq, ip_id, ip_len, ttl, tos, vlan, tcp_ack, tcp_len, tcp_seq, tcp_win,
  udp_len, eth_len, mpls, extra`;

/** Returns a digest of the alerts for each arm and capture. It is the same on any machine. */
export function alertDigests(db: Trial): readonly AlertDigest[] {
  const rows = db
    .prepare(`SELECT ${ALL_COLUMNS} FROM v_alert WHERE part = 'same-traffic' ORDER BY ${ALL_COLUMNS}`)
    .raw()
    .iterate() as IterableIterator<unknown[]>;
  const open = new Map<
    string,
    {arm: string; capture: string; alerts: number; hash: ReturnType<typeof createHash>}
  >();
  for (const row of rows) {
    const [arm, capture] = [String(row[0]), String(row[1])];
    const key = `${arm}\n${capture}`;
    const group = open.get(key) ?? {arm, capture, alerts: 0, hash: createHash('sha256')};
    open.set(key, group);
    group.alerts += 1;
    group.hash.update(JSON.stringify(row.slice(2)));
  }
  return [...open.values()].map(({hash, ...group}) => ({...group, digest: hash.digest('hex')}));
}
