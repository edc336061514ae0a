import {spawn} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, truncateSync, watch, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {childProcesses} from '../../harness/process/child-processes.ts';
import {GUARD_SCRIPT} from '../../harness/process/guard-script.ts';
import {killGroup} from '../../harness/process/process-marks.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

/** A run folder as engines leave it to the guard: argv.json is there before the program begins. */
function runFolder(): string {
  const folder = tempFolder();
  writeFileSync(join(folder, 'argv.json'), '[]\n');
  return folder;
}

const script = (text: string): string[] => ['sh', '-c', text];
const guard = (folder: string, command: readonly string[], graceSeconds = 10) =>
  childProcesses.guard(command, {folder, graceSeconds, cwd: folder});
const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

/** Resolves when the file in the folder holds the text. */
function written(folder: string, name: string, text: string): Promise<void> {
  const there = () => existsSync(join(folder, name)) && read(folder, name).includes(text);
  return new Promise(done => {
    const watcher = watch(folder, () => {
      if (there()) finish();
    });
    const finish = () => {
      watcher.close();
      done();
    };
    if (there()) finish();
  });
}

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // a process that ended and was not waited for is still listed
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

describe('a guarded program', () => {
  it.each([0, 1, 3, 77, 127])('gives its exit code %i, as its account does', async code => {
    const folder = runFolder();
    const child = await guard(folder, script(`exit ${code}`));
    const end = await child.ended;
    expect(end.exitCode).toBe(code);
    expect(await childProcesses.account(folder)).toMatchObject({exitCode: code, cpuMs: end.cpuMs});
  });

  it.each([
    ['SEGV', 139],
    ['KILL', 137],
    ['TERM', 143],
    ['ABRT', 134],
  ])('that ends by signal %s gives 128 and its number', async (signal, code) => {
    const child = await guard(runFolder(), script(`kill -${signal} $$`));
    expect((await child.ended).exitCode).toBe(code);
  });

  it('that is not there gives 127, and cannot be run 126', async () => {
    const folder = runFolder();
    expect((await (await guard(folder, [join(folder, 'gone')])).ended).exitCode).toBe(127);
    expect((await (await guard(folder, [join(folder, 'argv.json')])).ended).exitCode).toBe(126);
  });

  it('has its two streams in files, and its arguments as they are', async () => {
    const folder = runFolder();
    const odd = ['a b', "it's", '$HOME', '*', '', '\n'];
    const child = await guard(folder, [
      process.execPath,
      '-e',
      'process.stdout.write(JSON.stringify(process.argv.slice(1))); process.stderr.write("oops\\n")',
      '--',
      ...odd,
    ]);
    await child.ended;
    expect(JSON.parse(read(folder, 'stdout.txt'))).toEqual(odd);
    expect(read(folder, 'stderr.txt')).toBe('oops\n');
  });

  it('gets nothing on its input, and does not hold the pipe by which the harness stops it', async () => {
    const folder = runFolder();
    const child = await guard(folder, script('cat; ls -l /proc/$$/fd > fds'));
    await child.ended;
    expect(read(folder, 'stdout.txt')).toBe('');
    // Node's pipes are sockets
    expect(read(folder, 'fds')).toContain('/dev/null');
    expect(read(folder, 'fds')).not.toContain('socket:');
  });

  it('tells the CPU time of the program and its children, and its peak memory', async () => {
    const folder = runFolder();
    const busy =
      'const b = Buffer.alloc(2e8, 1); const t = process.cpuUsage().user; while (process.cpuUsage().user - t < 3e5) {}';
    const child = await guard(folder, [process.execPath, '-e', busy]);
    const end = await child.ended;
    expect(end.cpuMs).toBeGreaterThanOrEqual(300);
    expect(end.cpuMs).toBeLessThan(20_000);
    expect(end.peakBytes).toBeGreaterThan(2e8);
    expect(end.wallMs).toBeGreaterThanOrEqual(250);
  });

  it('gets SIGTERM when it is to stop, and may end as it likes', async () => {
    const folder = runFolder();
    const child = await guard(
      folder,
      script('trap "echo bye; exit 0" TERM; echo ready; while :; do sleep 0.05; done'),
    );
    await written(folder, 'stdout.txt', 'ready');
    child.stop();
    expect((await child.ended).exitCode).toBe(0);
    expect(read(folder, 'stdout.txt')).toBe('ready\nbye\n');
  });

  it('gets SIGKILL when it ignores SIGTERM longer than the grace', async () => {
    const folder = runFolder();
    const stubborn =
      'process.on("SIGTERM", () => console.log("no")); setInterval(() => {}, 1000); console.log("ready")';
    const child = await guard(folder, [process.execPath, '-e', stubborn], 1);
    await written(folder, 'stdout.txt', 'ready');
    child.stop();
    expect((await child.ended).exitCode).toBe(137);
    // 143 where it had not ignored it; a machine may be too busy to let it say so
    expect(read(folder, 'stdout.txt')).toMatch(/^ready\n(no\n)?$/);
    expect(await childProcesses.account(folder)).toMatchObject({exitCode: 137});
  });

  it('gives its own process id at once, takes signals, and none after its end', async () => {
    const folder = runFolder();
    const child = await guard(
      folder,
      script('trap "echo asked" USR1; echo ready; while :; do sleep 0.02; done'),
    );
    const pid = Number(await child.program);
    expect(pid).not.toBe(child.pid);
    await written(folder, 'stdout.txt', 'ready');
    child.signal('SIGUSR1');
    await written(folder, 'stdout.txt', 'asked');
    await written(folder, 'pid.txt', '\n');
    expect(await childProcesses.isRunning(folder)).toBe(true);
    expect(read(folder, 'pid.txt')).toMatch(new RegExp(`^${pid} \\d+\n$`));
    child.signal('SIGKILL');
    expect((await child.ended).exitCode).toBe(137);
    expect(await childProcesses.isRunning(folder)).toBe(false);
    child.signal('SIGKILL');
  });

  it('is not taken for a later process of the same id', async () => {
    const folder = runFolder();
    const child = await guard(folder, script('exec sleep 600'));
    const pid = Number(await child.program);
    await written(folder, 'pid.txt', '\n');
    const [, ticks] = read(folder, 'pid.txt').trim().split(' ');
    const other = runFolder();
    writeFileSync(join(other, 'pid.txt'), `${pid} ${Number(ticks) + 1}\n`);
    expect(await childProcesses.isRunning(other)).toBe(false);
    await childProcesses.killOrphan(other);
    expect(lives(pid)).toBe(true);
    await childProcesses.killOrphan(folder);
    expect((await child.ended).exitCode).toBe(137);
  });

  it('goes on writing from the start of a stream that was emptied meanwhile', async () => {
    const folder = runFolder();
    const child = await guard(
      folder,
      script('trap "echo second; exit 0" USR1; echo first; while :; do sleep 0.02; done'),
    );
    await written(folder, 'stdout.txt', 'first');
    truncateSync(join(folder, 'stdout.txt'));
    child.signal('SIGUSR1');
    await child.ended;
    expect(read(folder, 'stdout.txt')).toBe('second\n');
  });

  it('that was stopped by SIGSTOP gets SIGKILL when the grace is over', async () => {
    const folder = runFolder();
    const child = await guard(folder, script('echo ready; exec sleep 600'), 1);
    await written(folder, 'stdout.txt', 'ready');
    const pid = await child.program;
    child.signal('SIGSTOP');
    while (!/^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')))
      await new Promise(done => setImmediate(done));
    child.stop();
    expect((await child.ended).exitCode).toBe(137);
  });

  it('may be told to stop twice, and after its end', async () => {
    const child = await guard(runFolder(), script('exit 4'));
    const end = await child.ended;
    child.stop();
    child.stop();
    expect(end.exitCode).toBe(4);
  });

  it('is killed, and has no account, when its guard was killed', async () => {
    const folder = runFolder();
    // nobody else would end it: it ignores SIGTERM, and the grace is long
    const child = await guard(folder, script('trap "" TERM; echo $$; exec sleep 600'), 600);
    await written(folder, 'stdout.txt', '\n');
    const engine = Number(read(folder, 'stdout.txt'));
    expect(lives(engine)).toBe(true);
    process.kill(Number(child.pid), 'SIGKILL');
    const end = await child.ended;
    expect(end).toMatchObject({exitCode: undefined, cpuMs: undefined});
    expect(await childProcesses.account(folder)).toBeUndefined();
    await gone(engine);
  });

  it.each([
    ['that obeys', 'echo $$ > pid; exec sleep 600', 143],
    ['that ignores SIGTERM', 'trap "" TERM; echo $$ > pid; while :; do sleep 0.05; done', 137],
  ])('%s is stopped when the harness is killed, and leaves a whole account', async (_, text, code) => {
    const folder = runFolder();
    const harness = spawn(
      process.execPath,
      [
        join(import.meta.dirname, '..', 'fixtures', 'guarding-harness.mjs'),
        folder,
        '1',
        ...script(`cd '${folder}'; ${text}`),
      ],
      {stdio: ['ignore', 'pipe', 'inherit']},
    );
    onTestFinished(() => {
      harness.kill('SIGKILL');
    });
    await written(folder, 'pid', '\n');
    const engine = Number(read(folder, 'pid'));
    expect(lives(engine)).toBe(true);
    harness.kill('SIGKILL');
    await written(folder, 'account.txt', 'whole');
    expect(lives(engine)).toBe(false);
    expect(await childProcesses.account(folder)).toMatchObject({exitCode: code});
  });
});

describe('the guard', () => {
  it('stops its program though the harness was gone before it read the process id', async () => {
    const folder = runFolder();
    const guard = spawn('sh', ['-c', GUARD_SCRIPT, 'guard', folder, '10', 'sleep', '600'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: true,
    });
    onTestFinished(() => {
      killGroup(Number(guard.pid));
    });
    guard.stdout.destroy();
    guard.stdin.end();
    await written(folder, 'account.txt', 'whole');
    expect(await childProcesses.account(folder)).toMatchObject({exitCode: 143});
  });
});

/** Resolves when the process is gone; asks the kernel between turns of the loop. */
async function gone(pid: number): Promise<void> {
  while (lives(pid)) await new Promise(done => setImmediate(done));
}

describe('an account', () => {
  const WHOLE = '0\n0m0.00s 0m0.00s\n1m2.50s 0m0.25s\nwhole\n';

  it('gives the CPU time of children, user and system', async () => {
    const folder = runFolder();
    writeFileSync(join(folder, 'account.txt'), WHOLE);
    expect(await childProcesses.account(folder)).toMatchObject({
      exitCode: 0,
      cpuMs: 62_750,
      peakBytes: undefined,
    });
  });

  it('is whole or none: cut off at any byte it does not count', async () => {
    const folder = runFolder();
    for (let end = 0; end < WHOLE.length - 1; end += 1) {
      writeFileSync(join(folder, 'account.txt'), WHOLE.slice(0, end));
      expect(await childProcesses.account(folder)).toBeUndefined();
    }
  });

  it('is none where no guard wrote one, or while it is being written', async () => {
    const folder = runFolder();
    expect(await childProcesses.account(folder)).toBeUndefined();
    writeFileSync(join(folder, 'account.part'), WHOLE);
    expect(await childProcesses.account(folder)).toBeUndefined();
    expect(await childProcesses.account(join(folder, 'gone'))).toBeUndefined();
  });

  it('appears in one rename, with no part left beside it', async () => {
    const folder = runFolder();
    await (await guard(folder, script('exit 0'))).ended;
    expect(readdirSync(folder).sort()).toEqual([
      'account.txt',
      'argv.json',
      'pid.txt',
      'stderr.txt',
      'stdout.txt',
    ]);
    expect(read(folder, 'account.txt').split('\n').slice(-2)).toEqual(['whole', '']);
  });
});

describe('a program that runs to its end', () => {
  const run = (command: readonly string[], seconds = 60, cwd?: string) =>
    childProcesses.run(command, {seconds, ...(cwd === undefined ? {} : {cwd})});

  it('gives its exit code and both streams', async () => {
    expect(await run(script('echo out; echo err >&2; exit 3'))).toEqual({
      exitCode: 3,
      signal: undefined,
      stdout: 'out\n',
      stderr: 'err\n',
      notStarted: undefined,
      timedOut: false,
    });
  });

  it('gives the signal that ended it', async () => {
    expect(await run(script('kill -SEGV $$'))).toMatchObject({
      exitCode: undefined,
      signal: 'SIGSEGV',
      notStarted: undefined,
    });
  });

  it('is said to be missing, or not to be run, in words', async () => {
    const folder = runFolder();
    expect(await run([join(folder, 'gone')])).toMatchObject({
      notStarted: 'no such program',
      exitCode: undefined,
    });
    expect(await run([join(folder, 'argv.json')])).toMatchObject({
      notStarted: 'this user has no permission to run it',
    });
  });

  it('is ended at its time limit, and is not taken for one that did not start', async () => {
    expect(await run(['sleep', '600'], 0.2)).toMatchObject({timedOut: true, notStarted: undefined});
  });

  it('that prints more than is kept is not taken for one that did not start', async () => {
    const finished = await run([process.execPath, '-e', 'process.stdout.write("x".repeat(20e6))']);
    expect(finished.stdout.length).toBeLessThanOrEqual(8 * 1024 * 1024);
    expect(finished).toMatchObject({notStarted: undefined, timedOut: false});
  });

  it('gets nothing on its input, and runs where it is told', async () => {
    const folder = runFolder();
    expect((await run(script('cat; pwd'), 60, folder)).stdout).toBe(`${folder}\n`);
  });
});
