import type {Argv} from 'yargs';
import {readRuleset} from '../../arms/read-declared.ts';
import type {Failure} from '../../domain/failure.ts';
import {failed, ok, type Result} from '../../domain/result.ts';
import {scheduleOf} from '../../domain/trial-name.ts';
import {SEE_DOCTOR} from '../../engine/failures.ts';
import {NO_RULES_YET} from '../../live/check-live.ts';
import {examineLive} from '../../machine/examine-live.ts';
import {type Checked, checkDocument} from '../../report/check-document.ts';
import {currentSnapshot} from '../../snapshots/declared.ts';
import {checkSchedule} from '../../trial/check-schedule.ts';
import {describeFailure} from '../all-failures.ts';
import {changesOfTrials} from '../changed-schedules.ts';
import {type Command, type CommandCall, inspecting, printDocument} from '../command.ts';
import type {ConductorWork} from '../command-deps.ts';
import {fail} from '../failures.ts';
import {SCHEDULE_ARGUMENT, scheduleName} from '../schedule-argument.ts';

interface Options {
  readonly schedule: string | undefined;
}

/** Failures that are due to this machine and not to the live schedule. */
const LACKS = new Set(['interface-missing', 'recorder-missing', 'engine-not-found']);

/** What a result is about. */
interface Subject {
  readonly kind: 'ruleset' | 'schedule' | 'live schedule';
  readonly name: string;
}

export const check: Command<Options> = {
  usage: 'check [schedule]',
  describe:
    'Check rulesets and schedules and show what would run; Snort tests exactly the rules that a trial would load',
  examples: [
    ['ruletrial check', 'check all rulesets and schedules of this project'],
    ['ruletrial check example', 'check one schedule and its rulesets'],
  ],
  options: yargs =>
    yargs.positional('schedule', {
      type: 'string',
      describe: `${SCHEDULE_ARGUMENT}; default: all rulesets and schedules`,
    }) as Argv<Options>,
  async run(call) {
    const {schedule} = call.options;
    const name = schedule === undefined ? undefined : scheduleName(schedule, call.settings.project);
    const names = await Promise.all([
      call.deps.declared(call.settings, 'ruleset'),
      call.deps.declared(call.settings, 'schedule'),
    ]);
    // before the state folder is created
    if (names.flat().length === 0) return fail('nothing-to-check', {folder: call.settings.project});
    const found = await inspecting<Checked>(call, async deps => ok(await checkAll(name, deps)));
    if (!found.ok) return found;
    const done = await withMachine(await withChanges(found.value, name, call), call);
    const {failures} = done.value;
    printDocument(call, checkDocument(done.value), done.value);
    const first = failures[0];
    return first ? failed(first.failure) : ok(undefined);
  },
};

/** Adds notes about unfinished trials that continue with an earlier form of a schedule. */
async function withChanges(checked: Checked, name: string | undefined, call: CommandCall<unknown>) {
  const schedules = name === undefined ? (await call.deps.trials(call.settings)).map(scheduleOf) : [name];
  const notes = [...checked.notes];
  for (const schedule of new Set(schedules)) notes.push(...(await changesOfTrials(call, schedule)));
  return {...checked, notes};
}

/** Adds notes about what this machine lacks: Snort, and what a live schedule needs. */
async function withMachine(checked: Checked, {deps, settings}: CommandCall<unknown>) {
  const machine = checked.live ? await deps.machine(settings) : undefined;
  const snort = machine?.snort ?? (await deps.snort());
  const missing = 'missing' in snort ? [`Snort 3 is missing: ${snort.missing}. ${SEE_DOCTOR}`] : [];
  const lacks = machine ? examineLive(machine).filter(({state}) => state !== 'good') : [];
  const reasons = lacks.map(({check: name, found, advice}) => [`${name}: ${found}`, ...advice].join('; '));
  return ok({...checked, notes: [...missing, ...checked.notes, ...reasons]});
}

async function checkAll(name: string | undefined, conductor: ConductorWork): Promise<Checked> {
  const deps = {...conductor, mayFetch: false};
  const notes: string[] = [];
  const cannotRun: string[] = [];
  const failures: Checked['failures'][number][] = [];
  const gather = <T>(subject: Subject, result: Result<T, Failure>): T[] => {
    if (result.ok) return [result.value];
    const what = `${subject.kind} ${subject.name}`;
    const {message} = describeFailure(result.failure);
    const {kind} = result.failure;
    if (subject.kind === 'ruleset' && NO_RULES_YET.has(kind)) notes.push(message);
    else if (subject.kind === 'live schedule' && LACKS.has(kind)) {
      cannotRun.push(what);
      notes.push(`${what} cannot run here: ${message}`);
    } else failures.push({of: what, failure: result.failure, message});
    return [];
  };
  const rulesets: Checked['rulesets'][number][] = [];
  for (const ruleset of name === undefined ? await deps.declarations.names('ruleset') : []) {
    const subject: Subject = {kind: 'ruleset', name: ruleset};
    for (const {value} of gather(subject, await readRuleset(ruleset, deps))) {
      const taking = {...deps, resolve: deps.declarations.resolve};
      const snapshot = await currentSnapshot(ruleset, value, value.policy, taking);
      for (const {files, digest} of gather(subject, snapshot)) {
        rulesets.push({ruleset, files: files.length, digest});
      }
    }
  }
  let live = false;
  const schedules: Checked['schedules'][number][] = [];
  for (const schedule of name === undefined ? await deps.declarations.names('schedule') : [name]) {
    if (await deps.isLive(schedule)) {
      live = true;
      for (const {unavailable, ...rest} of gather(
        {kind: 'live schedule', name: schedule},
        await deps.checkLive(schedule),
      )) {
        schedules.push({schedule, ...rest});
        const arms = unavailable.map(({arm}) => arm).join(', ');
        if (name !== undefined)
          notes.push(...unavailable.map(({arm, reason}) => `arm ${arm} has no rules now: ${reason}`));
        else if (arms !== '')
          notes.push(`${schedule}: no rules yet for ${arms}; see above for what is missing`);
        if (rest.arms.length === 0) cannotRun.push(schedule);
        if (rest.arms.length === 1)
          notes.push(`${schedule}: only ${rest.arms[0]?.arm} has rules: there is nothing to compare it with`);
      }
      continue;
    }
    schedules.push(
      ...gather({kind: 'schedule', name: schedule}, await checkSchedule(schedule, deps)).map(checked => ({
        schedule,
        ...checked,
      })),
    );
  }
  return {rulesets, schedules, live, notes, failures, cannotRun};
}
