import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {cpSync, readFileSync, writeFileSync} from 'node:fs';
import {getPriority} from 'node:os';
import {join, resolve} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {engineFiles} from '../../harness/disk/engine-files.ts';
import {findSnort} from '../../harness/engine/snort3/find-snort.ts';
import {snort3} from '../../harness/engine/snort3/snort3.ts';
import {childProcesses} from '../../harness/process/child-processes.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {need} from '../rig/found.ts';
import {Rig} from '../rig/project.ts';

const runs = need('snort', 'a replay behind everything else');

describe.runIf(runs)('a replay behind everything else', () => {
  it('runs Snort at nice 19, and counts alike', async () => {
    const hints = {binary: 'snort', defaults: process.env.RULETRIAL_SNORT_LUA, daqDir: undefined};
    const places = await findSnort(hints, childProcesses, engineFiles);
    if (!places.ok) throw new Error(places.failure.kind);
    const rules = tempFolder();
    // asks for its own priority while it is configured: field 19 of /proc/self/stat
    const tweaks = "io.stderr:write(io.open('/proc/self/stat'):read('*a'), '\\n')";
    writeFileSync(join(rules, 'all.rules'), 'alert icmp any any -> any any ( msg:"i"; sid:1; rev:1; )\n');
    const capture = resolve('demo/captures/icmp-sweep.pcap');
    const spec = {
      config: {
        arm: 'a',
        rules: {digest: '', folder: rules, entry: 'all.rules', files: []},
        settings: {builtins: false, homeNet: 'any', externalNet: 'any', checksums: false, tweaks},
        configDigest: '',
      },
      captures: [{path: 'x', absolutePath: capture, pathForEngine: capture, sha256: '', linkType: 1}],
    };
    const engine = snort3(places.value, {processes: childProcesses, files: engineFiles});
    const nices: (string | undefined)[] = [];
    const alerts: unknown[] = [];
    for (const more of [{}, {lowPriority: true as const}]) {
      const folder = tempFolder();
      const started = await engine.start({...spec, ...more, folder});
      const end = started.ok ? await started.value.ended : undefined;
      expect(end?.outcome).toBe('captures-over');
      alerts.push(end?.alertsLogged);
      const stat = readFileSync(join(folder, 'stderr.txt'), 'utf8');
      nices.push(stat.split(') ')[1]?.split(' ')[19 - 3]);
    }
    // nice adds to what this process itself has
    const own = getPriority();
    expect(nices).toEqual([`${own}`, `${Math.min(19, own + 19)}`]);
    expect(alerts[0]).toBe(alerts[1]);
  });

  it('is each replay that a daemon is asked for, one Snort at a time, while it conducts a live trial', async () => {
    const rig = new Rig();
    onTestFinished(() => rig.remove());
    for (const folder of ['rulesets', 'captures', 'schedules'])
      cpSync(`demo/${folder}`, rig.path(folder), {recursive: true});
    const daemon = spawn(process.execPath, [resolve('dist/harness/main.js'), 'daemon'], {
      cwd: rig.root,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    onTestFinished(() => {
      daemon.kill('SIGKILL');
    });
    let said = '';
    const begun = new Promise<void>(done =>
      daemon.stderr.on('data', chunk => {
        said += String(chunk);
        if (said.includes('slot 1 of 9')) done();
      }),
    );
    await Promise.race([begun, once(daemon, 'exit')]);
    const asked = rig.run(['trial', 'run', 'demo', '--json']);
    expect((await asked).exit, said).toBe(0);
    daemon.kill('SIGTERM');
    await once(daemon, 'exit');
    const [first] = runsOf(rig, 'demo-1');
    expect(first?.slice(0, 3)).toEqual(['nice', '-n', '19']);
    expect((await rig.run(['trial', 'run', 'demo', '--json'])).exit).toBe(0);
    expect(runsOf(rig, 'demo-2').flat()).not.toContain('nice');
  }, 400_000);
});

/** Commands of a trial's runs, in the order in which they were begun. */
function runsOf(rig: Rig, trial: string): string[][] {
  const db = rig.trial(trial);
  const begun = db.prepare('SELECT arm, unit, attempt FROM v_run ORDER BY run').all();
  db.close();
  return (begun as {arm: string; unit: number; attempt: number}[]).map(({arm, unit, attempt}) => {
    const file = rig.path(`.ruletrial/trials/${trial}/runs/${arm}/${unit + 1}-${attempt}/argv.json`);
    return JSON.parse(readFileSync(file, 'utf8')) as string[];
  });
}
