import {ok, type Result} from '../../domain/result.ts';
import {type EngineFailure, fail} from '../failures.ts';
import type {ChildProcesses, EngineFiles} from '../system-ports.ts';

/** Where Snort and its parts are on this machine. */
export interface SnortPlaces {
  /** The program, by its path or its name on the PATH. */
  readonly binary: string;
  /** `3.11.1.0` */
  readonly version: string;
  /** The installed default configuration, which ruletrial's includes. */
  readonly defaults: string;
  /** Its SHA-256. */
  readonly defaultsDigest: string;
  /** The argument of `--daq-dir`, if Snort does not find its modules by itself. */
  readonly daqDir: string | undefined;
  /** Names of the DAQ modules found. */
  readonly daqModules: readonly string[];
}

/** Paths set by the user, which are used in place of a search. */
export interface SnortHints {
  /** A path or a name on the PATH. */
  readonly binary: string;
  readonly defaults: string | undefined;
  readonly daqDir: string | undefined;
}

const DAQ_DIRS = [
  '/usr/local/lib/daq',
  '/usr/lib/daq',
  '/usr/lib/x86_64-linux-gnu/daq',
  '/usr/lib/aarch64-linux-gnu/daq',
  '/usr/local/lib/daq_s3/lib/daq',
  '/usr/lib64/daq',
  '/opt/homebrew/lib/daq',
];
const PROBE_SECONDS = 20;

/** Finds Snort 3, its DAQ modules and its default configuration; refuses Snort 2. */
export async function findSnort(
  hints: SnortHints,
  processes: ChildProcesses,
  files: EngineFiles,
): Promise<Result<SnortPlaces, EngineFailure>> {
  const version = await probeVersion(hints.binary, processes);
  if (!version.ok) return version;
  const daq = await findDaq(hints, processes);
  if (!daq.ok) return daq;
  const looked = await defaultsCandidates(hints, processes);
  for (const path of looked) {
    const defaultsDigest = await files.digest(path);
    if (defaultsDigest === undefined) continue;
    return ok({binary: hints.binary, version: version.value, defaults: path, defaultsDigest, ...daq.value});
  }
  return fail('engine-defaults-missing', {path: hints.binary, looked});
}

async function probeVersion(
  binary: string,
  processes: ChildProcesses,
): Promise<Result<string, EngineFailure>> {
  const probe = await processes.run([binary, '-V'], {seconds: PROBE_SECONDS});
  if (probe.notStarted !== undefined) {
    return fail('engine-not-found', {path: binary, reason: probe.notStarted});
  }
  const banner = `${probe.stdout}\n${probe.stderr}`;
  const found = /Version\s+(\d+(?:\.\d+)+)/.exec(banner);
  if (!found) {
    const output = probe.stderr.trim().split('\n')[0]?.slice(0, 200) ?? '';
    const reason = `"${binary} -V" names no version${output ? ` (${output})` : ''}`;
    return fail('engine-not-found', {path: binary, reason});
  }
  const version = String(found[1]);
  return version.startsWith('3.') ? ok(version) : fail('engine-too-old', {path: binary, version});
}

async function findDaq(
  hints: SnortHints,
  processes: ChildProcesses,
): Promise<Result<{daqDir: string | undefined; daqModules: readonly string[]}, EngineFailure>> {
  const dirs = hints.daqDir ? [hints.daqDir] : [undefined, ...DAQ_DIRS];
  for (const daqDir of dirs) {
    const command = [hints.binary, ...(daqDir ? ['--daq-dir', daqDir] : []), '--daq-list'];
    const list = await processes.run(command, {seconds: PROBE_SECONDS});
    const daqModules = [...list.stdout.matchAll(/^(\w+)\(v\d+\):/gm)].map(found => String(found[1]));
    if (daqModules.includes('pcap')) return ok({daqDir, daqModules});
  }
  return fail('daq-missing', {path: hints.binary, module: 'pcap'});
}

/** Returns where snort.lua may be: first under the program's prefix, then the usual places of distributions. */
async function defaultsCandidates(hints: SnortHints, processes: ChildProcesses): Promise<readonly string[]> {
  if (hints.defaults) return [hints.defaults];
  const which = await processes.run(['sh', '-c', 'readlink -f "$(command -v "$1")"', 'which', hints.binary], {
    seconds: PROBE_SECONDS,
  });
  const prefix = which.stdout.trim().replace(/\/s?bin\/[^/]+$/, '');
  const places = [
    ...(prefix ? [`${prefix}/etc/snort/snort.lua`] : []),
    '/usr/local/etc/snort/snort.lua',
    '/etc/snort/snort.lua',
    '/usr/local/snort/etc/snort/snort.lua',
    '/opt/homebrew/etc/snort/snort.lua',
  ];
  return [...new Set(places)];
}
