import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {SHARED} from './found.ts';
import type {Rig} from './project.ts';

/** Arms of the shared recordings: the folder in recorded/, and how the arm is declared. */
export const ARMS = {
  community: {recorded: 'community-2024-07-19', ruleset: 'new', more: ''},
  'max-detect': {recorded: 'community-2024-07-19-max-detect', ruleset: 'new', more: ', policy: max-detect'},
  builtins: {recorded: 'community-2024-07-19-builtins', ruleset: 'new', more: ', builtins: true'},
  older: {recorded: 'community-2024-01-18', ruleset: 'old', more: ''},
  balanced: {recorded: 'community-2024-07-19-balanced', ruleset: 'new', more: ', policy: balanced'},
} as const;
export type ArmName = keyof typeof ARMS;
export const ALL_ARMS = Object.keys(ARMS) as ArmName[];

export interface RecordedCapture {
  readonly capture: string;
  readonly alerts: number;
  readonly analyzed: number;
  readonly problem: string;
}

/** What Snort 3.11.1 wrote for each capture, one process each. */
export function recordedCaptures(arm: ArmName): readonly RecordedCapture[] {
  const [, ...lines] = readFileSync(join(SHARED, 'recorded', ARMS[arm].recorded, 'captures.tsv'), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map(line => {
    const [capture = '', alerts, , analyzed, problem = ''] = line.split('\t');
    return {capture, alerts: Number(alerts), analyzed: Number(analyzed), problem};
  });
}

type Fields = Record<string, unknown>;

/** Fields that the recording and the store both hold. */
const COMPARED = [
  'at',
  'rule',
  'msg',
  'classtype',
  'priority',
  'action',
  'dir',
  'proto',
  'pkt_num',
  'pkt_len',
  'src_addr',
  'src_port',
  'dst_addr',
  'dst_port',
  'service',
];

/** The recorded alerts of some captures as sorted lines, comparable with those of `storedAlerts`. */
export function recordedAlerts(arm: ArmName, captures: ReadonlySet<string>): readonly string[] {
  const text = gunzipSync(
    readFileSync(join(SHARED, 'recorded', ARMS[arm].recorded, 'alert_json.txt.gz')),
  ).toString('utf8');
  const alerts = text
    .trimEnd()
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Fields);
  return alerts
    .filter(({iface}) => captures.has(String(iface)))
    .map(fields =>
      line(String(fields.iface), {
        ...fields,
        at: Number(fields.seconds) * 1_000_000 + Number(String(fields.timestamp).split('.')[1]),
        classtype: fields.class,
      }),
    )
    .sort();
}

export function storedAlerts(rig: Rig, trial: string, arm: string): readonly string[] {
  const db = rig.trial(trial);
  const rows = db.prepare('SELECT * FROM v_alert WHERE arm = ?').all(arm) as Fields[];
  db.close();
  return rows.map(row => line(inShared(String(row.capture)), row)).sort();
}

const line = (capture: string, fields: Fields): string =>
  JSON.stringify([capture, ...COMPARED.map(name => fields[name] ?? null)]);

/** A capture's path below the shared captures. */
export const inShared = (path: string): string => path.slice(path.indexOf('captures/') + 'captures/'.length);

/** Declares a trial over captures of the shared data. */
export function declareShared(
  rig: Rig,
  name: string,
  arms: readonly ArmName[],
  captures: readonly string[],
  more = '',
): void {
  const archive = (date: string) =>
    `source: {archive: ${JSON.stringify(join(SHARED, 'rulesets', `snort3-community-rules-${date}.tar.gz`))}}\n`;
  rig.write('rulesets/new.yaml', archive('2024-07-19'));
  rig.write('rulesets/old.yaml', archive('2024-01-18'));
  const paths = captures.map(path => `  - ${JSON.stringify(join(SHARED, 'captures', path))}\n`).join('');
  const lines = arms
    .map(arm => `  - {name: ${arm}, ruleset: ${ARMS[arm].ruleset}${ARMS[arm].more}}\n`)
    .join('');
  rig.write(`schedules/${name}.yaml`, `kind: replay\n${more}captures:\n${paths}arms:\n${lines}`);
}

/** Every third or tenth capture: always the same, broken ones among them; `npm run test:real` has all. */
export const everyNth = (n: number): readonly string[] =>
  recordedCaptures('community')
    .map(({capture}) => capture)
    .filter((_, place) => place % n === 0);
