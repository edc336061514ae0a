import {join} from 'node:path';
import {failed, ok, type Result} from '../../domain/result.ts';
import type {RunEnd} from '../../domain/run.ts';
import {configText, detectionArguments, LOCAL_STATES} from '../config-text.ts';
import type {EngineFailure} from '../failures.ts';
import type {
  ArmConfig,
  CheckFacts,
  ChildProcesses,
  Engine,
  EngineFiles,
  FinishedProcess,
  GuardedEnd,
  RunningEngine,
  RunOrder,
} from '../ports.ts';
import type {SnortPlaces} from './find-snort.ts';
import {
  readAlertsLogged,
  readErrors,
  readPackets,
  readProblems,
  readRuleCounts,
  wasInterrupted,
  wasValidated,
} from './read-output.ts';

const CHECK_SECONDS = 300;
/** How long Snort may take to print its statistics after SIGTERM. */
const GRACE_SECONDS = 10;
/** Statistics of one process are some 20 KiB; its stdout names every capture twice. */
const OUTPUT_BYTES = 16 * 1024 * 1024;

export interface Snort3Outside {
  readonly processes: ChildProcesses;
  readonly files: EngineFiles;
}

/** Snort 3 over captures: one process for each run, its folder holding all that went in and came out. */
export function snort3(places: SnortPlaces, {processes, files}: Snort3Outside): Engine {
  return {
    identity: {
      kind: 'snort3',
      version: places.version,
      defaultsDigest: places.defaultsDigest,
      location: places.binary,
    },

    check: (config, scratch) => check(config, scratch, places, {processes, files}),

    async start(order: RunOrder): Promise<Result<RunningEngine, EngineFailure>> {
      const command = await prepare(order, places, files);
      const child = await processes.guard(command, {
        folder: order.folder,
        graceSeconds: GRACE_SECONDS,
        cwd: order.config.rules.folder,
      });
      if (child.pid === undefined) {
        return failed({
          kind: 'engine-not-started',
          arm: order.config.arm,
          reason: 'no process could be made',
        });
      }
      const ended = child.ended.then(end => readEnd(order, end, files));
      return ok({pid: child.pid, ended, stop: child.stop});
    },

    async recall(order: RunOrder): Promise<RunEnd | undefined> {
      const end = await processes.account(order.folder);
      return end && readEnd(order, end, files);
    },
  };
}

/** Lua that takes the rules out of an archive's own configuration: what is left is what stands beside them. */
const NO_OWN_RULES = 'ips.rules = nil\nips.states = nil\n';

/** Writes the configuration into a folder; gives the command as far as a run and a config test have it alike. */
async function configure(
  config: ArmConfig,
  folder: string,
  places: SnortPlaces,
  files: EngineFiles,
  first = '',
): Promise<readonly string[]> {
  const {settings, rules} = config;
  const text = first + configText(settings, {defaults: places.defaults, rules: rules.folder});
  const lua = join(folder, 'ruletrial.lua');
  await files.write(lua, text);
  return [
    places.binary,
    ...(places.daqDir ? ['--daq-dir', places.daqDir] : []),
    // an archive's own configuration finds its parts from where it stands; ours comes after it
    ...(settings.ownConfig ? ['-c', join(rules.folder, settings.ownConfig), '--lua', text] : ['-c', lua]),
    ...(rules.files.some(({kind}) => kind === 'module') ? ['--plugin-path', join(rules.folder, 'so')] : []),
    ...detectionArguments(settings),
  ];
}

/** Writes the run's configuration, list of captures and argv; gives the command. */
async function prepare(order: RunOrder, places: SnortPlaces, files: EngineFiles): Promise<readonly string[]> {
  const list = join(order.folder, 'captures.txt');
  await files.write(list, order.captures.map(({absolutePath}) => `${absolutePath}\n`).join(''));
  const command = [
    ...(await configure(order.config, order.folder, places, files)),
    ...['-R', order.config.rules.entry],
    // a list, since -r takes a space for the end of a path
    ...['--pcap-file', list],
    ...['-l', order.folder],
  ];
  await files.write(join(order.folder, 'argv.json'), `${JSON.stringify(command, null, 1)}\n`);
  return command;
}

async function readEnd(order: RunOrder, end: GuardedEnd, files: EngineFiles): Promise<RunEnd> {
  const stdout = await files.readEnd(join(order.folder, 'stdout.txt'), OUTPUT_BYTES);
  const stderr = await files.readEnd(join(order.folder, 'stderr.txt'), OUTPUT_BYTES);
  const packets = readPackets(stdout);
  const whole = end.exitCode === 0 && packets !== undefined && !wasInterrupted(stdout);
  const started = stdout.includes('Commencing packet processing');
  const signal =
    end.exitCode !== undefined && end.exitCode > 128 ? `signal ${end.exitCode - 128}` : undefined;
  return {
    outcome: whole ? 'captures-over' : started ? 'exited-early' : 'never-ready',
    exitCode: end.exitCode,
    signal,
    packets,
    alertsLogged: readAlertsLogged(stdout),
    cost: {wallMs: end.wallMs, cpuMs: end.cpuMs, peakBytes: end.peakBytes},
    problems: readProblems(stderr, order.captures),
    lastWords: whole ? undefined : lastLine(stderr) || lastLine(stdout) || undefined,
  };
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1)?.slice(0, 300) ?? '';

/** Two config tests, with the arm's rules and with none: the difference is what the ruleset itself brings. */
async function check(
  config: ArmConfig,
  scratch: string,
  places: SnortPlaces,
  {processes, files}: Snort3Outside,
): Promise<Result<CheckFacts, EngineFailure>> {
  const none = 'none.rules';
  const command = await configure(config, scratch, places, files);
  const first = config.settings.ownConfig ? NO_OWN_RULES : '';
  const defaults = await configure(config, scratch, places, files, first);
  for (const name of [none, LOCAL_STATES]) await files.write(join(scratch, name), '# none\n');
  const test = (command: readonly string[], rules: string, cwd: string): Promise<FinishedProcess> =>
    processes.run([...command, '-T', '-R', rules], {seconds: CHECK_SECONDS, cwd});
  const [withRules, without] = await Promise.all([
    test(command, config.rules.entry, config.rules.folder),
    test(defaults, none, scratch),
  ]);
  for (const [finished, tested] of [
    [without, 'defaults'],
    [withRules, 'rules'],
  ] as const) {
    if (finished.timedOut) return failed({kind: 'check-timeout', arm: config.arm, seconds: CHECK_SECONDS});
    if (finished.notStarted !== undefined) {
      return failed({kind: 'engine-not-started', arm: config.arm, reason: finished.notStarted});
    }
    if (finished.exitCode !== 0) return failed(rejection(config, finished, tested));
    // stopped by a signal it exits with 0 as well, and tells no counts
    if (!wasValidated(finished.stdout)) {
      return failed({kind: 'engine-not-started', arm: config.arm, reason: 'its config test was cut off'});
    }
  }
  const all = readRuleCounts(withRules.stdout);
  const base = readRuleCounts(without.stdout);
  return ok({
    loaded: all.text + all.so + all.builtin - base.text - base.so - base.builtin,
    enabled: all.enabled - base.enabled,
    builtins: base.builtin,
  });
}

/** The first error told, with the file that the user wrote in place of the snapshot's. */
function rejection(
  config: ArmConfig,
  finished: FinishedProcess,
  tested: 'defaults' | 'rules',
): EngineFailure {
  const errors = readErrors(finished.stderr);
  const first = errors.find(({file}) => file !== undefined) ?? errors[0];
  const reason = first?.reason ?? (lastLine(finished.stderr) || `exit code ${finished.exitCode}`);
  const ours = first?.file && config.rules.files.find(({path}) => first.file?.endsWith(path));
  if (tested === 'defaults' || !ours || !first) return {kind: 'config-rejected', arm: config.arm, reason};
  return {
    kind: 'rules-rejected',
    arm: config.arm,
    file: ours.from,
    line: first.line,
    reason,
    more: errors.length - 1,
  };
}
