import {
  at,
  bytes,
  count,
  decimal,
  facts,
  seconds,
  share,
  table,
  textCell,
} from '../../harness/document/cells.ts';
import {type Document, heading, text} from '../../harness/document/document.ts';

const midnight = Date.UTC(2026, 5, 1) * 1_000;
const hour = 3_600_000_000;

const arms = table({
  name: 'arms',
  caption: 'What each arm fired and what it cost',
  columns: [
    {key: 'arm', label: 'Arm', type: 'text'},
    {key: 'alerts', label: 'Alerts', type: 'count'},
    {key: 'alerts_per_hour', label: 'Alerts per hour', type: 'decimal'},
    {key: 'recall_share', label: 'Recall', type: 'share'},
    {key: 'inspected_seconds', label: 'Exposure', type: 'seconds'},
    {key: 'memory_bytes', label: 'Memory', type: 'bytes'},
    {key: 'first_alert_at', label: 'First alert', type: 'at'},
  ],
  rows: [
    [
      textCell('community'),
      count(12_345_678),
      decimal(1_234.56),
      share(0.4127),
      seconds(11_220),
      bytes(734_003_200),
      at(midnight + 1_234_567),
    ],
    [
      textCell('security (Talos, 2026-05-30)'),
      count(0),
      decimal(0.000042),
      share(0.99992),
      seconds(125),
      bytes(1_536),
      at(midnight + 5 * hour),
    ],
    [
      textCell('empty baseline'),
      count(undefined),
      decimal(-3.5),
      share(undefined),
      seconds(1.3),
      bytes(undefined),
      at(undefined),
    ],
  ],
});

const loudest = table({
  name: 'loudest-rules',
  caption: 'Rules that differ most between the arms',
  columns: [
    {key: 'rule', label: 'Rule', type: 'text'},
    {key: 'message', label: 'Message', type: 'text'},
    {key: 'references', label: 'References', type: 'text'},
    {key: 'difference', label: 'Difference', type: 'count'},
  ],
  rows: [
    [
      textCell('1:2100498:7'),
      textCell('GPL ATTACK_RESPONSE id check returned root'),
      textCell('url,www.example.org/advisories/2100498'),
      count(-1_204),
    ],
    [
      textCell('1:31978:5'),
      textCell(
        'OS-OTHER Bash CGI environment variable injection attempt, over HTTP headers | "() { :;};" <script>',
      ),
      textCell('cve,2014-6271; cve,2014-6277; cve,2014-6278; cve,2014-7169'),
      count(88),
    ],
    [textCell('1:9000001:1'), textCell('日本語の規則 – 한국어 👩‍💻 é'), textCell(undefined), count(1)],
  ],
  totalRows: 311,
});

const hosts = table({
  name: 'load',
  caption: 'Load of the sensor, by packet thread',
  columns: Array.from({length: 9}, (_, index) => ({
    key: `thread_${index}`,
    label: `Packet thread ${index}`,
    type: 'decimal' as const,
  })),
  rows: [Array.from({length: 9}, (_, index) => decimal(index * 1_111.11))],
});

/** A small report of every kind of block and cell, told once and rendered in every format. */
export const fixture: Document = {
  title: 'Trial spring-2026: community against security',
  subtitle: 'ruletrial 0.1.0, two arms and a baseline, replay of 3 captures, 2026-06-01 to 2026-06-02',
  blocks: [
    text('plain', 'Community fired more, and security missed less of what the honeypot saw.'),
    text(
      'warning',
      'Blind time of arm security was 12 % of the trial: its alerts per hour rest on few slots, so take the comparison as a hint and not as a result.',
    ),
    text('good', 'All 24 slots ended as planned.'),
    heading(1, 'Identity'),
    facts([
      ['Trial', textCell('spring-2026')],
      ['Engine', textCell('Snort 3.1.84.0 (recorded)')],
      ['Sealed', at(midnight + 30 * hour)],
      ['Alerts stored', count(12_345_678)],
      ['Blind time', share(0.12)],
      ['Seed', textCell(undefined)],
    ]),
    heading(1, 'Arms'),
    arms,
    heading(2, 'Rules'),
    text('note', 'Counted after warm-up; a rule is named by gid:sid:rev.'),
    loudest,
    heading(2, 'Load'),
    hosts,
    table({
      name: 'rejects',
      caption: 'Lines that could not be read',
      columns: [{key: 'line', label: 'Line', type: 'count'}],
      rows: [],
    }),
  ],
};
