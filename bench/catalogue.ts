import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {catalogueAnswers} from '../harness/sqlite/catalogue/catalogue-questions.ts';
import {openCatalogueReadOnly} from '../harness/sqlite/open-catalogue.ts';
import {makeRules} from './make-rules.ts';

const RULES = 45_000;
const MAIN = resolve(dirname(fileURLToPath(import.meta.url)), '../harness/main.js');

/** A ruleset as large as Talos's is taken, and asked for a CVE: by the catalogue, and by a scan of the file. */
export function catalogue(folder: string, print: (line: string) => void): void {
  mkdirSync(join(folder, 'rulesets'), {recursive: true});
  const path = join(folder, 'large.rules');
  const {bytes, cve} = makeRules(path, RULES);
  writeFileSync(join(folder, 'rulesets/large.yaml'), `source: {file: ${JSON.stringify(path)}}\n`);
  print(`catalogue of ${RULES.toLocaleString('en')} rules (${(bytes / 1024 / 1024).toFixed(0)} MiB)`);
  const run = (...args: readonly string[]) =>
    execFileSync(process.execPath, [MAIN, ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: {...process.env, RULETRIAL_SNORT: '/nonexistent/snort'},
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 1024 ** 3,
    });
  const taking = secondsOf(() => run('snapshot', 'take', 'large', '--json'));
  print(`  taken in ${taking.seconds.toFixed(1)} s without an engine (at most 20 is wanted)`);
  const asked = bestOf(() => ask(join(folder, '.ruletrial/catalogue.db'), cve));
  const scanned = bestOf(() => scan(path, cve));
  const command = secondsOf(() => JSON.parse(run('rule', 'list', 'large', '--cve', cve, '--json')));
  const found = (command.value as readonly unknown[]).length;
  if (asked.value !== scanned.value || found !== asked.value)
    throw new Error(
      `found ${asked.value} by the catalogue, ${scanned.value} by the file, ${found} by the command`,
    );
  print(
    `  rules with CVE ${cve}: ${(asked.seconds * 1000).toFixed(1)} ms by the catalogue (at most 200 is wanted), ` +
      `${(scanned.seconds * 1000).toFixed(1)} ms by a scan of the text, ${(command.seconds * 1000).toFixed(0)} ms as a command with the start of Node.js; ${found} found each way`,
  );
}

/** With the opening of the file, as a command does it. */
function ask(path: string, cve: string): number {
  const db = openCatalogueReadOnly(path);
  if (!db) throw new Error('no catalogue');
  const answers = catalogueAnswers(db);
  const digest = answers.snapshots()[0]?.manifest.digest ?? '';
  const more = {technique: undefined, classtype: undefined, text: undefined, policy: undefined};
  const rules = answers.rules({digest, cve, ...more, limit: 1_000_000});
  answers.close();
  return rules.length;
}

/** What grep does: the whole file, line by line. */
const scan = (path: string, cve: string): number =>
  readFileSync(path, 'latin1')
    .split('\n')
    .filter(line => line.includes(`reference:cve,${cve};`)).length;

function secondsOf<T>(work: () => T): {readonly value: T; readonly seconds: number} {
  const began = process.hrtime.bigint();
  const value = work();
  return {value, seconds: Number(process.hrtime.bigint() - began) / 1e9};
}

function bestOf<T>(work: () => T): {readonly value: T; readonly seconds: number} {
  const runs = Array.from({length: 5}, () => secondsOf(work));
  return runs.reduce((best, one) => (one.seconds < best.seconds ? one : best));
}
