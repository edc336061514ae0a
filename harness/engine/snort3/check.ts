import {join} from 'node:path';
import {hideSecrets} from '../../declarations/hide-secrets.ts';
import {failed, ok, type Result} from '../../domain/result.ts';
import {LOCAL_STATES} from '../config-text.ts';
import {type EngineFailure, fail, type RefusedRule} from '../failures.ts';
import type {ArmConfig, CheckFacts} from '../ports.ts';
import type {ChildProcesses, EngineFiles, FinishedProcess} from '../system-ports.ts';
import {configure} from './command.ts';
import type {SnortPlaces} from './find-snort.ts';
import {lastError} from './read-end.ts';
import {readErrors, readRuleCounts, wasValidated} from './read-output.ts';
import {refusedRules} from './refused-rules.ts';

const CHECK_SECONDS = 300;
/** How many refused rules a failure contains, for programs; the rest are only counted. */
const NAMED_REFUSED = 1000;
/** Lua that removes the rules from an archive's own configuration, so that only the rest is counted. */
const NO_OWN_RULES = 'ips.rules = nil\nips.states = nil\n';

/** Runs two config tests, with the arm's rules and without any; the difference is due to the ruleset. */
export async function check(
  config: ArmConfig,
  scratch: string,
  places: SnortPlaces,
  {processes, files}: {readonly processes: ChildProcesses; readonly files: EngineFiles},
): Promise<Result<CheckFacts, EngineFailure>> {
  const none = 'none.rules';
  const command = await configure(config, scratch, places, files);
  const first = config.settings.ownConfig ? NO_OWN_RULES : '';
  const defaults = await configure(config, scratch, places, files, {first});
  for (const name of [none, LOCAL_STATES]) await files.write(join(scratch, name), '# none\n');
  const test = (command: readonly string[], rules: string, cwd: string): Promise<FinishedProcess> =>
    processes.run([...command, '-T', '-R', rules], {seconds: CHECK_SECONDS, cwd});
  const again = async (folder: string) => (await test(command, config.rules.entry, folder)).stderr;
  const [withRules, without] = await Promise.all([
    test(command, config.rules.entry, config.rules.folder),
    test(defaults, none, scratch),
  ]);
  for (const [finished, tested] of [
    [without, 'defaults'],
    [withRules, 'rules'],
  ] as const) {
    if (finished.timedOut) return fail('check-timeout', {arm: config.arm, seconds: CHECK_SECONDS});
    if (finished.notStarted !== undefined) {
      return fail('engine-not-started', {arm: config.arm, reason: finished.notStarted});
    }
    if (finished.exitCode !== 0) {
      const refused =
        tested === 'rules' ? await refusedRules(config, finished.stderr, scratch, again, files) : [];
      return failed(rejection(config, finished, refused));
    }
    // after a signal it also exits with 0, but prints no counts
    if (!wasValidated(finished.stdout)) {
      return fail('engine-not-started', {arm: config.arm, reason: 'its config test was interrupted'});
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

/** Makes the failure of a config test: the refused rules if there are any, otherwise the first error of the configuration. */
function rejection(
  config: ArmConfig,
  finished: FinishedProcess,
  refused: readonly RefusedRule[],
): EngineFailure {
  const {arm} = config;
  if (refused.length > 0)
    return {kind: 'rules-rejected', arm, refused: refused.slice(0, NAMED_REFUSED), count: refused.length};
  const [first] = readErrors(finished.stderr);
  const reason = first?.reason ?? (lastError(finished.stderr) || `exit code ${finished.exitCode}`);
  // the message contains the value of a variable, which may be anything
  return {kind: 'config-rejected', arm, reason: hideSecrets(reason)};
}
