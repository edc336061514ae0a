import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {delimiter, join, resolve} from 'node:path';

/** Data of others beside the checkout; tests that need it skip where it is not. */
export const SHARED = resolve('../shared/data');

/** Says once, on one line, why tests of a file are skipped; true when they run. */
export function need(what: 'snort' | 'shared' | 'chromium' | 'pulledpork' | 'compiler', of: string): boolean {
  const missing = MISSING[what]();
  if (missing) process.stderr.write(`skipped: ${of}: ${missing}\n`);
  return !missing;
}

const MISSING = {
  snort: () => (snortVersion() === undefined ? 'no Snort 3 on the PATH' : undefined),
  shared: () => (existsSync(SHARED) ? undefined : 'the shared data is not beside the checkout'),
  chromium: () => (chromium() === undefined ? 'no Chromium on this machine' : undefined),
  pulledpork: () => (pulledPork() === undefined ? 'no PulledPork3' : undefined),
  compiler: () => (snortFlags() === undefined ? 'no g++, or no headers of Snort 3' : undefined),
};

export function snortVersion(): string | undefined {
  try {
    const banner = execFileSync(process.env.RULETRIAL_SNORT ?? 'snort', ['-V'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return /Version (3\.\S+)/.exec(banner)?.[1];
  } catch {
    return undefined;
  }
}

export const chromium = (): string | undefined =>
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(path => existsSync(path));

/** The script of PulledPork3: as the environment names it, or on the PATH. */
export const pulledPork = (): string | undefined =>
  [
    process.env.RULETRIAL_PULLEDPORK,
    ...(process.env.PATH ?? '').split(delimiter).map(folder => join(folder, 'pulledpork.py')),
  ].find(path => path && existsSync(path));

/** What g++ needs to compile a plugin of Snort. */
export function snortFlags(): readonly string[] | undefined {
  try {
    execFileSync('g++', ['--version'], {stdio: 'ignore'});
    const flags = execFileSync('pkg-config', ['--cflags', 'snort', 'libdaq'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return ['-std=c++17', '-fPIC', '-shared', ...flags.toString().trim().split(/\s+/)];
  } catch {
    return undefined;
  }
}
