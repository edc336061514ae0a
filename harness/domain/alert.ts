import type {Micros} from './time.ts';

/** Numeric fields of alert_json that have their own column in the store, with Snort's names. */
export const NUMBER_FIELDS = [
  'src_port',
  'dst_port',
  'pkt_num',
  'pkt_len',
  'flowstart_time',
  'client_bytes',
  'client_pkts',
  'server_bytes',
  'server_pkts',
  'icmp_code',
  'icmp_type',
  'icmp_id',
  'icmp_seq',
  'ip_id',
  'ip_len',
  'ttl',
  'tos',
  'vlan',
  'tcp_ack',
  'tcp_len',
  'tcp_seq',
  'tcp_win',
  'udp_len',
  'eth_len',
  'mpls',
] as const;
export type NumberField = (typeof NUMBER_FIELDS)[number];

/** Text fields with few different values; together they are one row of the store's `context`. */
export const CONTEXT_FIELDS = [
  'action',
  'dir',
  'proto',
  'pkt_gen',
  'service',
  'eth_type',
  'tcp_flags',
] as const;
export type ContextField = (typeof CONTEXT_FIELDS)[number];

/** A record of alert_json. Missing fields are '' in `context` and null elsewhere. */
export interface Alert {
  /** Packet time; null if the record has none. */
  readonly at: Micros | null;
  readonly gid: number;
  readonly sid: number;
  readonly rev: number;
  readonly msg: string;
  /** The description of the rule's classtype, as in alert_json; '' if the record has none, 'none' if Snort wrote that. */
  readonly class: string;
  /** Priority from 1 (highest) to 4; 0 if the record has none. */
  readonly priority: number;
  readonly context: Readonly<Record<ContextField, string>>;
  /** Canonical text of the address, IPv6 compressed and in lower case. */
  readonly src: string | null;
  readonly dst: string | null;
  /** The interface, or the path of the capture if Snort reads files. */
  readonly iface: string | null;
  /** Values in the order of NUMBER_FIELDS. */
  readonly numbers: readonly (number | null)[];
  /** Fields without a column, as the text of a JSON object; null if there are none. */
  readonly extra: string | null;
}
