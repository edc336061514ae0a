import type {OtherForm} from '../ports.ts';

const PIPED = 'ruletrial ingest -';
const startsWith =
  (...hex: readonly string[]) =>
  (head: Buffer): boolean =>
    hex.some(bytes => head.subarray(0, bytes.length / 2).equals(Buffer.from(bytes, 'hex')));
const reads = (pattern: RegExp) => (head: Buffer) => pattern.test(head.toString('latin1'));
const compressed = (name: string, tool: string): OtherForm => ({
  is: `is compressed with ${name}`,
  next: `Decompress it first: ${tool} FILE | ${PIPED}`,
});
const CONVERT = 'docs/commands.md (ingest) has the command';

/** Other forms of files, from the most specific to the most general. */
const FORMS: readonly (readonly [matches: (head: Buffer) => boolean, form: OtherForm])[] = [
  [
    isUnified2,
    {is: 'is a unified2 log', next: `Convert it to alert_json with u2json from py-idstools: ${CONVERT}`},
  ],
  [
    reads(/^\s*\d\d\/\d\d(\/\d\d)?-\d\d:\d\d:\d\d\.\d+\s+\[\*\*\] /),
    {is: 'is an alert_fast log', next: `Convert it to alert_json with sed: ${CONVERT}`},
  ],
  [
    reads(/^\s*\[\*\*\] \[\d+:\d+:\d+\]/),
    {
      is: 'is an alert_full log',
      next: 'Run Snort with alert_json = {file = true}, and import the log that it then writes',
    },
  ],
  [
    reads(/snort(\[\d+\])?: .*\[\d+:\d+:\d+\]/),
    {
      is: 'is alert_syslog',
      next: 'Run Snort with alert_json = {file = true}, and import the log that it then writes',
    },
  ],
  [
    reads(/^\s*\d\d\/\d\d(\/\d\d)?-\d\d:\d\d:\d\d\.\d+\s*,/),
    {
      is: 'is an alert_csv log',
      next: 'Run Snort with alert_json = {file = true}, and import the log that it then writes',
    },
  ],
  [
    reads(/^\s*\[\s*(\{|$)/),
    {is: 'is a JSON array', next: `Convert it to one record per line: jq -c '.[]' FILE | ${PIPED}`},
  ],
  [
    reads(/^\s*\{[^\n]*"event_type"\s*:/),
    {
      is: 'is a Suricata eve.json',
      next: 'Only alert_json from Snort 3 can be imported; Suricata has different rules',
    },
  ],
  [
    reads(/^\s*\{[^\n]*"_source"\s*:/),
    {is: 'is an Elasticsearch export', next: `Extract the records: jq -c ._source FILE | ${PIPED}`},
  ],
  [
    startsWith('d4c3b2a1', 'a1b2c3d4', '4d3cb2a1', 'a1b23c4d', '0a0d0d0a'),
    {
      is: 'is a capture',
      next: 'List it under "captures:" in a schedule, and run it with: ruletrial trial run',
    },
  ],
  [startsWith('28b52ffd'), compressed('zstd', 'zstdcat')],
  [startsWith('fd377a585a00'), compressed('xz', 'xzcat')],
  [startsWith('425a68'), compressed('bzip2', 'bzcat')],
  [startsWith('504b0304'), {is: 'is a zip archive', next: `Unpack the log: unzip -p FILE | ${PIPED}`}],
  [
    startsWith('fffe', 'feff'),
    {is: 'is UTF-16', next: `Convert it to UTF-8: iconv -f UTF-16 -t UTF-8 FILE | ${PIPED}`},
  ],
  [
    reads(/^\s*\{\s*("|$)/),
    {
      is: 'is JSON, but not Snort alerts',
      next: 'Each line must be a record with a rule, or with gid, sid and rev',
    },
  ],
];

/** Recognizes a file in another form by its first bytes; undefined if it is unknown. */
export const otherForm = (head: Buffer): OtherForm | undefined =>
  FORMS.find(([matches]) => matches(head))?.[1];

/** Record types of unified2: packets, events for IPv4 and IPv6, their later forms, and extra data (Snort 3 unified2.cc). */
const UNIFIED2: readonly number[] = [2, 7, 72, 99, 100, 104, 105, 110, 111, 112, 113, 114];
const MAX_UNIFIED2_BYTES = 1024 * 1024;

function isUnified2(head: Buffer): boolean {
  if (head.length < 8 || !UNIFIED2.includes(head.readUInt32BE(0))) return false;
  const bytes = head.readUInt32BE(4);
  return bytes >= 8 && bytes <= MAX_UNIFIED2_BYTES;
}
