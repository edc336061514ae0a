import type {Micros} from './time.ts';

/** alert_json's numeric fields that have a column of their own in the store, named as Snort names them. */
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

/** Text fields that take few values; together they make one row of the store's `context`. */
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

/** One record of alert_json. A field that the record does not hold is absent: '' in context, null elsewhere. */
export interface Alert {
  /** Packet time; null when the record holds none. */
  readonly at: Micros | null;
  readonly gid: number;
  readonly sid: number;
  readonly rev: number;
  readonly msg: string;
  /** Snort's `class`; '' when the record has none, 'none' when Snort wrote that. */
  readonly classtype: string;
  /** 1 (highest) to 4; 0 when the record has none. */
  readonly priority: number;
  readonly context: Readonly<Record<ContextField, string>>;
  /** Canonical text of the address, IPv6 compressed and in lower case. */
  readonly src: string | null;
  readonly dst: string | null;
  /** Interface, or the capture's path when Snort reads files. */
  readonly iface: string | null;
  /** In the order of NUMBER_FIELDS. */
  readonly numbers: readonly (number | null)[];
  /** Fields without a column, as a JSON object's text; null when there are none. */
  readonly extra: string | null;
}
