import {execFileSync, spawn} from 'node:child_process';
import {chmodSync, cpSync, mkdirSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi} from 'vitest';
import {SQLITE_PACKAGE} from '../../harness/sqlite/database.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';

// processes are started one after another: on a busy machine that takes its time
vi.setConfig({testTimeout: 120_000, hookTimeout: 120_000});

const RECORDED = {...NO_SNORT};

describe('wrong input', () => {
  const example = new Rig();
  let rig: Rig;
  beforeAll(() => example.ok(['init']));
  afterAll(() => example.remove());
  beforeEach(() => {
    rig = new Rig();
    cpSync(example.root, rig.root, {recursive: true});
  });
  afterEach(() => rig.remove());

  /** Runs well with two captures of the example. */
  async function runsWell(): Promise<void> {
    rig.write('schedules/small.yaml', SMALL);
    await rig.ok(['trial', 'run', 'small'], RECORDED);
  }

  const edit = (file: string, from: string | RegExp, to: string) =>
    rig.write(file, readFileSync(rig.path(file), 'utf8').replace(from, to));

  /** One clear message, a documented exit code, no stack, and nothing begun. */
  async function refused(
    args: string[],
    exit: number,
    words: string | RegExp,
    env: Record<string, string> = RECORDED,
  ): Promise<void> {
    const done = await rig.run(args, env);
    expect(done.stderr).toMatch(words);
    expect(done.exit).toBe(exit);
    expect(done.stderr).not.toMatch(/\n\s+at |node:internal/);
  }

  it('a live schedule that names no ruleset, or no captures, is refused before it is conducted', async () => {
    const lines = 'kind: rotating\nevery: 5s\nwarm_up: 0s\nsensor: {play: [captures]}\n';
    rig.write('schedules/two.yaml', `${lines}arms: [{ruleset: broad}, {ruleset: broda}]\n`);
    const missing = /rulesets\/broda\.yaml|"broda"/;
    await refused(['check', 'two'], 4, missing);
    await refused(['trial', 'run', 'two'], 4, missing);
    rig.write('schedules/two.yaml', `${lines.replace('captures', 'nowhere')}arms: [{ruleset: broad}]\n`);
    await refused(['check', 'two'], 4, /schedules\/two\.yaml:4: .*nowhere/);
    await refused(['trial', 'run', 'two'], 4, /schedules\/two\.yaml:4: .*nowhere/);
    expect(rig.exists('.ruletrial/trials')).toBe(false);
  });

  it('a live schedule that cannot run here is no mistake, and is not told to be well', async () => {
    const path = 'schedules/eth.yaml';
    rig.write(path, 'kind: rotating\nevery: 24h\nsensor: {interface: eth99}\narms: [{ruleset: broad}]\n');
    const {exit, stdout} = await rig.run(['check', 'eth'], {
      ...RECORDED,
      RULETRIAL_PULLEDPORK: '/nonexistent',
    });
    expect(exit).toBe(0);
    expect(stdout).toContain('cannot run here now');
    expect(stdout).toContain('there is no interface "eth99"');
    expect(stdout).toContain('PulledPork3');
  });

  it('a misspelt key is named with its line and the nearest known key', async () => {
    edit('schedules/example.yaml', 'baseline: broad', 'basline: broad');
    await refused(
      ['trial', 'run', 'example'],
      4,
      /schedules\/example\.yaml:\d+: basline: expected one of .*, found the unknown key "basline"\. Did you mean "baseline"\?/,
    );
  });

  it('a missing rules file is named', async () => {
    rmSync(rig.path('rulesets/rules/broad.rules'));
    await refused(
      ['trial', 'run', 'example'],
      4,
      /rulesets\/broad\.yaml: cannot read .*broad\.rules: there is no such file\. Expected a rules file/,
    );
  });

  it('a missing ruleset is told with the known ones', async () => {
    edit('schedules/example.yaml', '- ruleset: desktop', '- ruleset: dektop');
    await refused(
      ['trial', 'run', 'example'],
      4,
      'no ruleset "dektop": there is no rulesets/dektop.yaml. Did you mean "desktop"? Known: broad, community, desktop, et-blocklist, lightspd, lightspd-blocklist, registered, snort-blocklist, specific',
    );
  });

  it('an arm twice is told with its line', async () => {
    edit('schedules/example.yaml', '- ruleset: desktop', '- ruleset: broad');
    await refused(
      ['trial', 'run', 'example'],
      4,
      /schedules\/example\.yaml:\d+: expected a different name for each arm, found "broad" twice/,
    );
  });

  it('a baseline that is no arm is told with its line', async () => {
    edit('schedules/example.yaml', 'baseline: broad', 'baseline: brod');
    await refused(
      ['trial', 'run', 'example'],
      4,
      /baseline: expected the name of an arm, found "brod"\. Arms: broad, desktop, specific/,
    );
  });

  it('an empty capture folder is told with its line', async () => {
    mkdirSync(rig.path('empty'));
    edit('schedules/example.yaml', '- captures', '- empty');
    await refused(
      ['trial', 'run', 'example'],
      4,
      /schedules\/example\.yaml:\d+: captures: empty: it contains no files/,
    );
  });

  it('a folder without a capture is told as such', async () => {
    rig.write('texts/notes.txt', 'no capture\n');
    edit('schedules/example.yaml', '- captures', '- texts');
    await refused(['trial', 'run', 'example'], 4, 'captures: texts: it contains no capture (pcap or pcapng)');
  });

  it('a glob that matches nothing is told', async () => {
    edit('schedules/example.yaml', '- captures', "- 'nowhere/*.pcap'");
    await refused(['trial', 'run', 'example'], 4, 'nowhere/*.pcap: nothing matches it');
  });

  it('an alert log that is really a PNG is refused before a trial is made', async () => {
    rig.write(
      'picture.png',
      Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(4000, 0x0a)]),
    );
    await refused(
      ['ingest', 'picture.png', '--trial', 'mine', '--arm', 'a'],
      4,
      /picture\.png is not an alert_json log/,
    );
    expect((await rig.run(['trial', 'list', '--json'])).stdout.trim()).toBe('[]');
  });

  it('recorded runs refuse rules that they were not made with', async () => {
    edit('rulesets/rules/broad.rules', /$/, '\nalert tcp any any -> any any ( msg:"mine"; sid:1; rev:1; )\n');
    await refused(['trial', 'run', 'example'], 4, 'matches arm broad: no run with these rules and settings');
  });

  it('a trial that is not there is told with the known ones', async () => {
    await refused(['report', 'nothing'], 4, 'no trial "nothing" in this state folder');
  });

  it('a state folder where a file stands is told', async () => {
    rig.write('file', '');
    await refused(
      ['trial', 'run', 'example', '--state-dir', 'file/state'],
      5,
      'a file is where a folder must be',
    );
  });

  it.runIf(process.getuid?.() !== 0 || canDropRights())(
    'a read-only state folder is told, and is left as it was',
    async () => {
      mkdirSync(rig.path('closed'));
      chmodSync(rig.path('closed'), 0o555);
      chmodSync(rig.root, 0o755);
      const done = await asNobody(rig, [
        'trial',
        'run',
        'example',
        '--state-dir',
        'closed',
        '--reports',
        'closed',
      ]);
      expect(done.stderr).toMatch(/cannot write in .*closed: this user cannot write there/);
      expect(done.exit).toBe(5);
    },
  );

  it('a second harness on the same state is told, and the first goes on', async () => {
    mkdirSync(rig.path('.ruletrial'), {recursive: true});
    const holder = spawn(process.execPath, ['-e', HOLD_LOCK, rig.path('.ruletrial/lock.db')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise(done => holder.stdout.once('data', done));
    await refused(['trial', 'run', 'example'], 5, 'another ruletrial is running in');
    holder.kill('SIGKILL');
    await new Promise(done => holder.once('exit', done));
    await runsWell();
  });

  it('a broken store is told and other trials are not touched', async () => {
    rig.write(
      '.ruletrial/trials/mine-1/trial.db',
      'this is no database, but long enough to be looked at as one '.repeat(40),
    );
    await refused(['report', 'mine'], 5, 'the store of mine cannot be used');
    await runsWell();
  });
});

const SMALL = `kind: replay
captures: [captures/icmp-sweep.pcap, captures/ftp-logins.pcap]
arms: [{ruleset: broad}, {ruleset: desktop}]
recorded: bundled
`;

const HOLD_LOCK = `
const Database = require(${JSON.stringify(join(process.cwd(), 'node_modules', SQLITE_PACKAGE))});
new Database(process.argv[1]).exec('BEGIN EXCLUSIVE');
console.log('held');
setInterval(() => {}, 1000);
`;

function canDropRights(): boolean {
  try {
    execFileSync('setpriv', ['--reuid=65534', '--clear-groups', process.execPath, '--version']);
    return true;
  } catch {
    process.stderr.write('skipped: read-only state folder: run as root without setpriv\n');
    return false;
  }
}

/** Root may write anywhere, so that the test gives its rights up. */
function asNobody(rig: Rig, args: readonly string[]): Promise<{exit: number; stderr: string}> {
  const prefix = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--clear-groups'] : [];
  const [file = '', ...rest] = [
    ...prefix,
    process.execPath,
    `${process.cwd()}/dist/harness/main.js`,
    ...args,
  ];
  return new Promise(done => {
    const child = spawn(file, rest, {
      cwd: rig.root,
      env: {...process.env, ...NO_SNORT},
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', chunk => {
      stderr += chunk;
    });
    child.on('close', exit => done({exit: exit ?? -1, stderr}));
  });
}
