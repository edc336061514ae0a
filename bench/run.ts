import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {catalogue} from './catalogue.ts';
import {live} from './live.ts';
import {makeLines} from './make-lines.ts';

/** Measures ours and the alternatives in one run; these figures are ratios before they are speeds. */
const LINES = Number(process.argv[2]) || 1_000_000;
/** `npm run bench -- live`: that part alone. */
const ONLY_LIVE = process.argv[2] === 'live';
const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ruletrial-bench-'));

interface Measured {
  readonly alerts: number;
  readonly seconds: number;
  readonly peakBytes: number;
  readonly storeBytes?: number;
}

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const mib = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
const rate = ({alerts, seconds}: Measured): number => Math.round(alerts / seconds);

function measure(way: string, lines: string): Measured {
  const measured = JSON.parse(
    execFileSync(process.execPath, [join(here, 'measure.js'), way, lines, folder], {encoding: 'utf8'}),
  ) as Measured;
  const store =
    measured.storeBytes === undefined
      ? ''
      : `, ${(measured.storeBytes / measured.alerts).toFixed(0)} bytes an alert`;
  print(
    `  ${way.padEnd(6)} ${rate(measured).toLocaleString('en')} alerts/s, ${mib(measured.peakBytes)} at the most${store}`,
  );
  return measured;
}

function ingest(): void {
  const lines = join(folder, 'alert_json.txt');
  makeLines(lines, LINES);
  print(
    `ingest of ${LINES.toLocaleString('en')} lines of ${Math.round(statSync(lines).size / LINES)} bytes (one process each)`,
  );
  const parse = measure('parse', lines);
  const ours = measure('ours', lines);
  const json = measure('json', lines);
  print(`  ours is ${(rate(ours) / rate(parse)).toFixed(2)} of JSON.parse alone (at least 0.20 is wanted)`);
  print(`  ours is ${(rate(ours) / rate(json)).toFixed(1)} times one row of JSON (at least 5 is wanted)`);
}

/** The whole of a replay beside the CPU time that Snort itself took. */
function replay(): void {
  const shared = resolve('../shared/data');
  if (!existsSync(shared)) {
    print('replay: skipped, the shared captures are not beside the checkout');
    return;
  }
  try {
    execFileSync('snort', ['-V'], {stdio: 'ignore'});
  } catch {
    print('replay: skipped, no Snort 3 on the PATH');
    return;
  }
  mkdirSync(join(folder, 'rulesets'), {recursive: true});
  mkdirSync(join(folder, 'schedules'));
  const archive = JSON.stringify(join(shared, 'rulesets/snort3-community-rules-2024-07-19.tar.gz'));
  writeFileSync(join(folder, 'rulesets/community.yaml'), `source: {archive: ${archive}}\n`);
  for (const isolation of ['capture', 'shared']) {
    const schedule = `kind: replay\nisolation: ${isolation}\ncaptures: [${JSON.stringify(join(shared, 'captures'))}]\narms: [{ruleset: community}]\n`;
    writeFileSync(join(folder, `schedules/${isolation}.yaml`), schedule);
    const began = process.hrtime.bigint();
    const text = execFileSync(
      process.execPath,
      [resolve(here, '../harness/main.js'), 'trial', 'run', isolation, '--json'],
      {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 1024 ** 3,
      },
    );
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    const report = JSON.parse(text) as {parts: {arms: {alerts: number; cpuSeconds: number}[]}[]};
    const arm = report.parts[0]?.arms[0];
    if (!arm) throw new Error(`isolation ${isolation}: the report has no arm`);
    print(
      `replay of the shared captures, isolation ${isolation}: ${seconds.toFixed(1)} s in all, Snort's own CPU ${arm.cpuSeconds.toFixed(1)} s, ${arm.alerts} alerts; ${(seconds / arm.cpuSeconds).toFixed(2)} s for each second of Snort's CPU`,
    );
  }
}

try {
  if (!ONLY_LIVE) {
    ingest();
    catalogue(folder, print);
    replay();
  }
  await live();
} finally {
  rmSync(folder, {recursive: true, force: true});
}
