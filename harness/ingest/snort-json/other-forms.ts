import type {OtherForm} from '../ports.ts';

const PIPED = 'ruletrial ingest -';
const startsWith =
  (...hex: readonly string[]) =>
  (head: Buffer): boolean =>
    hex.some(bytes => head.subarray(0, bytes.length / 2).equals(Buffer.from(bytes, 'hex')));
const reads = (pattern: RegExp) => (head: Buffer) => pattern.test(head.toString('latin1'));
const compressed = (name: string, tool: string): OtherForm => ({
  is: `is compressed with ${name}`,
  next: `Give what ${tool} makes of it: ${tool} FILE | ${PIPED}`,
});
const CONVERT = 'docs/commands.md (ingest) has a line of shell that makes alert_json of it';

/** From the most particular to the most general. */
const FORMS: readonly (readonly [matches: (head: Buffer) => boolean, form: OtherForm])[] = [
  [isUnified2, {is: 'is a unified2 log', next: `Give what u2json (of py-idstools) makes of it: ${CONVERT}`}],
  [
    reads(/^\s*\d\d\/\d\d(\/\d\d)?-\d\d:\d\d:\d\d\.\d+\s+\[\*\*\] /),
    {is: 'is an alert_fast log', next: `Give alert_json: sed converts it, and ${CONVERT}`},
  ],
  [
    reads(/^\s*\[\*\*\] \[\d+:\d+:\d+\]/),
    {
      is: 'is an alert_full log',
      next: 'Give the log of Snort with alert_json = {file = true}, which it writes beside this one',
    },
  ],
  [
    reads(/snort(\[\d+\])?: .*\[\d+:\d+:\d+\]/),
    {
      is: 'is alert_syslog',
      next: 'Give the log of Snort with alert_json = {file = true}, which it writes beside this one',
    },
  ],
  [
    reads(/^\s*\d\d\/\d\d(\/\d\d)?-\d\d:\d\d:\d\d\.\d+\s*,/),
    {
      is: 'is an alert_csv log',
      next: 'Give the log of Snort with alert_json = {file = true}, which it writes beside this one',
    },
  ],
  [
    reads(/^\s*\[\s*(\{|$)/),
    {is: 'is a JSON array', next: `Give one record a line: jq -c '.[]' FILE | ${PIPED}`},
  ],
  [
    reads(/^\s*\{[^\n]*"event_type"\s*:/),
    {
      is: 'is an eve.json of Suricata',
      next: 'Give alert_json, which Snort 3 writes; Suricata’s rules are other rules',
    },
  ],
  [
    reads(/^\s*\{[^\n]*"_source"\s*:/),
    {is: 'is an export of Elasticsearch', next: `Give the records in it: jq -c ._source FILE | ${PIPED}`},
  ],
  [
    startsWith('d4c3b2a1', 'a1b2c3d4', '4d3cb2a1', 'a1b23c4d', '0a0d0d0a'),
    {is: 'is a capture', next: 'Name it under captures: in a schedule, and see: ruletrial trial run'},
  ],
  [startsWith('28b52ffd'), compressed('zstd', 'zstdcat')],
  [startsWith('fd377a585a00'), compressed('xz', 'xzcat')],
  [startsWith('425a68'), compressed('bzip2', 'bzcat')],
  [startsWith('504b0304'), {is: 'is a zip archive', next: `Give the log in it: unzip -p FILE | ${PIPED}`}],
  [
    startsWith('fffe', 'feff'),
    {is: 'is UTF-16', next: `Give it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE | ${PIPED}`},
  ],
  [
    reads(/^\s*\{\s*("|$)/),
    {
      is: 'is JSON, and no alert of Snort',
      next: 'Give records with a rule, or with gid, sid and rev, one a line',
    },
  ],
];

/** Undefined: nothing that is known. */
export const otherForm = (head: Buffer): OtherForm | undefined =>
  FORMS.find(([matches]) => matches(head))?.[1];

/** Types of its records: packets, events for IPv4 and IPv6, their later forms, and extra data (Snort 3 unified2.cc). */
const UNIFIED2: readonly number[] = [2, 7, 72, 99, 100, 104, 105, 110, 111, 112, 113, 114];
const MAX_UNIFIED2_BYTES = 1024 * 1024;

function isUnified2(head: Buffer): boolean {
  if (head.length < 8 || !UNIFIED2.includes(head.readUInt32BE(0))) return false;
  const bytes = head.readUInt32BE(4);
  return bytes >= 8 && bytes <= MAX_UNIFIED2_BYTES;
}
