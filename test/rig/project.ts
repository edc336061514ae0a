import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {Database} from '../../harness/sqlite/database.ts';
import {runWarm} from './warm-process.ts';

const MAIN = resolve('dist/harness/main.js');
export const NO_SNORT = {RULETRIAL_SNORT: '/nonexistent/snort'};

export interface Finished {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own for one test: declarations, state, reports; gone with `remove`. */
export class Rig {
  readonly root: string;

  constructor() {
    this.root = mkdtempSync(join(tmpdir(), 'ruletrial test ')); // a space on purpose
  }

  path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  write(path: string, content: string | Uint8Array): string {
    const place = this.path(path);
    mkdirSync(dirname(place), {recursive: true});
    writeFileSync(place, content);
    return place;
  }

  run(args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
    return new Promise(done => {
      const options = {cwd: this.root, env: {...process.env, ...env}, maxBuffer: 64 * 1024 * 1024};
      const child = execFile(process.execPath, [MAIN, ...args], options, (error, stdout, stderr) => {
        done({exit: error ? Number(child.exitCode ?? -1) : 0, stdout, stderr});
      });
    });
  }

  /** Runs a command in a process that runs one after another; what its own process does at its end is not seen. */
  async ask(args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
    return (await runWarm(args, this.root, {...process.env, ...env})) ?? (await this.run(args, env));
  }

  /** Runs a command like `ask`; it must succeed, or what it printed is in the failure. */
  async ok(args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
    const done = await this.ask(args, env);
    if (done.exit !== 0) throw new Error(`exit ${done.exit}: ${done.stderr.slice(-2000)}`);
    return done;
  }

  spawn(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
    return spawn(process.execPath, [MAIN, ...args], {
      cwd: this.root,
      env: {...process.env, ...env},
      stdio: 'ignore',
    });
  }

  trial(name: string): Database {
    return new Database(this.path('.ruletrial', 'trials', name, 'trial.db'), {readonly: true});
  }

  exists(path: string): boolean {
    return existsSync(this.path(path));
  }

  copy(from: string, to: string): void {
    copyFileSync(this.path(from), to);
  }

  remove(): void {
    rmSync(this.root, {recursive: true, force: true});
  }
}
