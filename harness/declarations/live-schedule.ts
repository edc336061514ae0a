import {z} from 'zod';
import {isZone} from '../domain/zone.ts';
import {cronComplaint, shortestGapMs} from './cron-pattern.ts';
import {arm, engine, logs, name, path} from './schedule.ts';
import {parseBytes, parseSpan} from './span.ts';

/** A span such as `24h`, as milliseconds; from `least` up to a year. */
const span = (least = 0, message = '') =>
  z
    .string()
    .refine(text => parseSpan(text) !== undefined, {error: 'a span such as 24h, 90m or 60s', abort: true})
    .refine(text => (parseSpan(text) ?? 0) >= least, message)
    .refine(text => (parseSpan(text) ?? 0) <= YEAR_MS, 'at most 366d')
    .transform(text => parseSpan(text) ?? 0);
const YEAR_MS = 366 * 86_400_000;

/** A size such as `20GB`, as bytes. */
const size = z
  .string()
  .refine(text => parseBytes(text) !== undefined, 'a size such as 20GB or 512MiB')
  .transform(text => parseBytes(text) ?? 0);

/** Interface names of Linux: 15 bytes, no slash, no space. */
const interfaceName = z.string().regex(/^[^\s/:]{1,15}$/);
const filter = z.string().min(1).max(4096);
const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/);

const sensor = z
  .strictObject({
    interface: interfaceName
      .default('auto')
      .describe('The network interface; auto: the one with the default route.'),
    daq: z.enum(['afpacket', 'pcap']).default('afpacket').describe('The DAQ module for capturing.'),
    filter: filter.optional().describe('A BPF filter; no arm sees packets that do not match.'),
    threads: z.int().min(1).max(64).default(1).describe('Number of packet threads per engine (-z).'),
    play: z
      .array(path)
      .min(1)
      .optional()
      .describe('Captures instead of an interface, distributed over the slots: for the bundled demo.'),
  })
  .prefault({})
  .describe('Where the packets come from.');

const record = z
  .strictObject({
    ring: size
      .refine(bytes => bytes >= 1e6, '1MB or more')
      .describe('Limit for the capture files; the oldest are removed first.'),
    filter: filter.optional().describe('A BPF filter; only packets that match are recorded.'),
    snaplen: z.int().min(64).max(262_144).default(262_144).describe('Bytes to keep of each packet.'),
    exclude_ports: z
      .array(z.int().min(1).max(65_535))
      .default([64_294, 64_295, 64_297, 64_305])
      .describe('Management ports, never recorded.'),
  })
  .optional()
  .describe('Keep the traffic in capture files, written by tcpdump.');

const load = z
  .strictObject({
    every: span(1000, '1 second or more')
      .refine(ms => ms <= 60_000, 'at most 1 minute')
      .prefault('10s')
      .describe('How often load is sampled; each sample also shows that the trial is alive.'),
    processes: z
      .array(z.string().min(1).max(64))
      .max(50)
      .default([])
      .describe('Names of other processes to sample.'),
  })
  .prefault({})
  .describe('Which load figures are sampled while engines run.');

const notify = z
  .strictObject({
    url_variable: variable.describe('Environment variable that holds the address of the webhook.'),
    token_variable: variable
      .optional()
      .describe('Environment variable that holds a token, sent as "Authorization: Bearer".'),
  })
  .optional()
  .describe('A webhook for notices that need your attention.');

const cronPattern = z.string().superRefine((pattern, context) => {
  const message = cronComplaint(pattern);
  if (message !== undefined) context.addIssue({code: 'custom', message});
});
const zone = z.string().refine(isZone, 'a time zone such as Europe/Berlin or UTC');

const cadence = {
  every: span(1000, '1 minute or more')
    .optional()
    .describe('Length of a slot, such as 24h; one minute or more.'),
  start: z.iso
    .datetime({offset: true})
    .optional()
    .describe('With "every", when the first slot begins; default: when the trial is created.'),
  cron: cronPattern.optional().describe('A cron pattern of five fields, instead of "every".'),
  zone: zone.default('UTC').describe('Time zone of the cron pattern and of the times shown.'),
};

const shape = z.strictObject({
  kind: z
    .enum(['rotating', 'concurrent'])
    .describe('rotating: one arm after another. concurrent: all arms at the same time.'),
  sensor,
  arms: z.array(arm).min(1).describe('What is compared; two or more arms make a comparison.'),
  baseline: name.optional().describe('The arm that the others are compared with; default: the first.'),
  ...cadence,
  rotations: z
    .int()
    .min(1)
    .max(10_000)
    .default(10)
    .describe('Number of rotations: how many slots every arm gets.'),
  order: z
    .enum(['random', 'declared', 'williams'])
    .default('random')
    .describe('Order of the arms in each rotation.'),
  seed: z
    .int()
    .min(0)
    .max(2_147_483_647)
    .optional()
    .describe('Seed of the random order; default: chosen and stored.'),
  warm_up: span().prefault('60s').describe('Time after an engine start; stored but not counted.'),
  snapshots: z
    .enum(['refresh', 'frozen'])
    .default('refresh')
    .describe('refresh: update the rules before each slot. frozen: keep the rules of the start.'),
  prepare_before: span()
    .prefault('30m')
    .describe('How long before a slot its rules are downloaded and tested.'),
  ready_within: span(1000, '1 second or more')
    .prefault('2m')
    .describe('How long an engine may take until it is ready.'),
  on_failure: z
    .enum(['last-good', 'next-arm'])
    .default('last-good')
    .describe(
      'What to do when rules are refused or an engine fails. last-good: run the last good snapshot. next-arm: leave the arm out of that slot.',
    ),
  record,
  // biome-ignore lint/suspicious/noThenProperty: a word of the declaration
  then: z
    .literal('replay')
    .optional()
    .describe('After each slot, replay what it recorded through every arm.'),
  load,
  min_free: size.prefault('2GB').describe('Free disk space below which the trial pauses.'),
  notify,
  engine,
  recorded: path.optional().describe('Folder of recorded runs, used if Snort 3 is not installed.'),
  logs,
});
type Shape = z.infer<typeof shape>;

/** `schedules/NAME.yaml` of kind `rotating` or `concurrent`. */
export const liveScheduleSchema = shape.superRefine((value, context) => {
  for (const [key, message] of complaints(value)) context.addIssue({code: 'custom', path: [key], message});
});

export type LiveDeclaration = z.infer<typeof liveScheduleSchema>;

/** Keys that do not go together: the key, and what was expected. */
function complaints(value: Shape): [keyof Shape, string][] {
  const {kind, every, cron, start, sensor: from, record: kept} = value;
  const found: [keyof Shape, string | false][] = [
    ['every', every === undefined && cron === undefined && 'every or cron: when slots begin'],
    ['cron', every !== undefined && cron !== undefined && 'no cron together with every'],
    ['every', every !== undefined && every < 60_000 && !from.play && '1 minute or more'],
    ['warm_up', warmUpComplaint(value)],
    ['start', start !== undefined && cron !== undefined && 'no start together with cron'],
    ['seed', value.seed !== undefined && value.order !== 'random' && 'no seed unless order is random'],
    ['seed', value.seed !== undefined && kind === 'concurrent' && 'no seed unless kind is rotating'],
    ['order', value.order !== 'random' && kind === 'concurrent' && 'no order unless kind is rotating'],
    ['sensor', from.daq === 'pcap' && from.threads > 1 && '"threads: 1" with "daq: pcap"'],
    [
      'sensor',
      from.play !== undefined && listens(from) && 'no interface, daq, filter or threads together with play',
    ],
    ['record', from.play !== undefined && kept !== undefined && 'no record together with play'],
    ['then', value.then !== undefined && !kept && !from.play && 'record to be set as well'],
  ];
  return found.flatMap(([key, message]) => (message ? [[key, message]] : []));
}

const listens = ({interface: name, daq, filter: packets, threads}: Shape['sensor']): boolean =>
  name !== 'auto' || daq !== 'afpacket' || packets !== undefined || threads !== 1;

/** A slot that is no longer than its warm-up would count nothing. */
function warmUpComplaint({every, cron, warm_up: warmUp, sensor: {play}}: Shape): string | false {
  if (every !== undefined)
    return (every >= 60_000 || !!play) && warmUp >= every && 'less than every (default: 60s)';
  const gap = cron === undefined ? undefined : shortestGapMs(cron);
  return gap !== undefined && warmUp >= gap && 'less than the shortest slot of cron (default: 60s)';
}
