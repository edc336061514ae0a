import {spawnSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {extract} from 'tar';
import {type Member, writeArchive} from '../fixtures/archives/write-archive.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

/** Writes and unpacks an archive in a folder with a space in its name; gives the folder. */
export function unpacked(name: string, members: readonly Member[]): string {
  const folder = join(tempFolder(), 'a folder');
  mkdirSync(folder);
  extract({file: writeArchive(folder, name, members), cwd: folder, sync: true});
  return folder;
}

/** Runs real Snort in the root folder; gives what it wrote to both streams. */
export function snort(...args: readonly string[]): {readonly exitCode: number | null; readonly out: string} {
  const program = process.env.RULETRIAL_SNORT ?? 'snort';
  const {status, stdout, stderr} = spawnSync(program, [...args], {cwd: '/', encoding: 'utf8'});
  return {exitCode: status, out: `${stdout}\n${stderr}`};
}

/** gid:sid:rev of the rules that a configuration enables, sorted. */
export function enabledKeys(...args: readonly string[]): readonly string[] {
  const {exitCode, out} = snort(...args, '--dump-rule-state');
  if (exitCode !== 0) throw new Error(out);
  return jsonLines(out)
    .filter(({states}) => (states as {enable: string}[])[0]?.enable === 'yes')
    .map(({gid, sid, rev}) => `${gid}:${sid}:${rev}`)
    .sort();
}

/** Sids of the alerts on a capture, in their order; `lua` is added to the configuration that args name. */
export function firedSids(capture: string, lua: string, ...args: readonly string[]): readonly unknown[] {
  const list = `${capture}.txt`;
  writeFileSync(list, `${capture}\n`);
  const chunk = `alert_json = { fields = 'sid' }\n${lua}`;
  const {exitCode, out} = snort(...args, '--lua', chunk, '-q', '-k', 'none', '--pcap-file', list);
  if (exitCode !== 0) throw new Error(out);
  return jsonLines(out).map(({sid}) => sid);
}

const jsonLines = (out: string): readonly Record<string, unknown>[] =>
  out
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line));
