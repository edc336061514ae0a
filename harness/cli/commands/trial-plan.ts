import type {Argv} from 'yargs';
import {previewResult} from '../../analysis/preview-result.ts';
import type {ArmPreview, SchedulePreview} from '../../arms/preview-schedule.ts';
import {diskNeed, machineNeed} from '../../calendar/needs.ts';
import {previewCalendar} from '../../calendar/preview-calendar.ts';
import type {LiveDeclaration} from '../../declarations/live-schedule.ts';
import {ok} from '../../domain/result.ts';
import {type Manifest, ruleCount} from '../../domain/snapshot.ts';
import {AFTER_REBOOT_MINUTES} from '../../machine/examine-live.ts';
import {minutesAfter, minutesBetween, type NightlyReboot} from '../../machine/nightly-reboot.ts';
import {planDocument, type TrialPreview} from '../../report/plan-document.ts';
import {changesOfTrials} from '../changed-schedules.ts';
import {type Command, printDocument} from '../command.ts';
import {warn} from '../console.ts';
import {fail} from '../failures.ts';
import {SCHEDULE_ARGUMENT, scheduleName} from '../schedule-argument.ts';

interface Options {
  readonly schedule: string;
  readonly rotations: number;
}

export const trialPlan: Command<Options> = {
  usage: 'plan <schedule>',
  describe:
    'Preview a live schedule: its calendar, what each arm would load, and the disk, CPU and memory it needs; nothing is run or downloaded',
  examples: [
    ['ruletrial trial plan daily', 'show the first two rotations and the resources needed'],
    [
      'ruletrial trial plan schedules/daily.yaml --rotations 10',
      'show ten rotations; the schedule is given as a file',
    ],
  ],
  options: yargs =>
    yargs
      .positional('schedule', {
        type: 'string',
        demandOption: true,
        describe: SCHEDULE_ARGUMENT,
      })
      .option('rotations', {
        type: 'number',
        default: 2,
        describe: 'number of rotations to show',
      }) as Argv<Options>,
  async run(call) {
    const {options, deps, settings} = call;
    const {rotations} = options;
    if (!Number.isSafeInteger(rotations) || rotations < 1) {
      const reason = `--rotations: expected a whole number of 1 or more, found ${rotations}`;
      return fail('usage', {reason, command: 'trial plan'});
    }
    const schedule = scheduleName(options.schedule, settings.project);
    const changes = await changesOfTrials(call, schedule);
    const found = await deps.preview(settings, schedule);
    if (!found.ok) {
      for (const text of changes) warn(text);
      return found;
    }
    const plan = trialPreview(found.value, rotations, changes);
    printDocument(call, planDocument(plan), plan);
    return ok(undefined);
  },
};

/** Makes the preview from what was found. */
export function trialPreview(
  {name, read, arms, machine, now}: SchedulePreview,
  rotations: number,
  changes: readonly string[] = [],
): TrialPreview {
  const declared = read.value;
  const calendar = previewCalendar(declared, now, rotations);
  const loaded = arms.map(arm => armOf(arm, now));
  const here = {cores: machine.cores, memoryAvailableBytes: machine.memoryAvailableBytes};
  return {
    schedule: name,
    changes,
    calendar,
    arms: loaded,
    disk: {...diskNeed(declared, calendar.hours), freeBytes: machine.freeBytes},
    machine: machineNeed(
      declared,
      loaded.map(({rules}) => rules),
      here,
    ),
    reboot: rebootOf(declared, machine.reboot.found),
    ...(declared.kind === 'rotating'
      ? {result: previewResult({rotations: declared.rotations, arms: arms.length, order: declared.order})}
      : {}),
  };
}

function armOf(
  {arm, ruleset, policy, snapshot, reason}: ArmPreview,
  now: number,
): TrialPreview['arms'][number] {
  return {
    arm,
    ruleset,
    digest: snapshot?.digest,
    rules: snapshot && ruleCount(snapshot.counts),
    enabled: snapshot && enabledUnder(snapshot, policy),
    entries: snapshot?.counts.entries,
    takenAt: snapshot?.takenAt,
    ageSeconds: snapshot && Math.max(0, (now - snapshot.takenAt) / 1_000_000),
    reason,
  };
}

/** Counts the rules that a policy enables. If the archive has no states, the rules' metadata decides when Snort loads them. */
function enabledUnder({counts, policyBy}: Manifest, policy: ArmPreview['policy']): number {
  return policy === undefined || policyBy ? counts.enabled : (counts.perPolicy[policy] ?? counts.enabled);
}

/** Proposes a time just after the nightly reboot. Unless the slots of a rotating trial begin soon after it, it interrupts them. */
function rebootOf(
  {kind, cron, zone}: LiveDeclaration,
  found: NightlyReboot | undefined,
): TrialPreview['reboot'] {
  if (!found || kind !== 'rotating') return null;
  const after = cron !== undefined && zone === found.zone ? minutesBetween(found.pattern, cron) : undefined;
  const fits = after !== undefined && after >= AFTER_REBOOT_MINUTES && after <= 60;
  const proposed = minutesAfter(found.pattern, AFTER_REBOOT_MINUTES);
  const lines = proposed ? `"cron: ${proposed}" and "zone: ${found.zone}"` : 'a "cron:" just after it';
  return {...found, propose: fits ? undefined : lines};
}
