import type {ArmFigures, Figures, PartFigures} from '../answers/figures.ts';
import {plural} from '../domain/plural.ts';
import {isOfRules} from '../domain/snapshot.ts';
import type {PlanArm} from '../domain/trial.ts';
import {abandonedUnits, packetsDiffer, readsDiffer, unreadable} from './differing-reads.ts';
import {foundFlags} from './flag-found.ts';
import {liveFlags} from './flag-live.ts';
import {eventQueuesDiffer, packetFlags} from './flag-reads.ts';
import {sameRules, snapshotFlags} from './flag-rules.ts';
import {named} from './flag-text.ts';
import type {Flag, TrialReport} from './trial-report.ts';

/** Returns the flags of the whole trial. An exit code of 0 does not prove that an engine inspected everything. */
export const trialFlags = (figures: Figures, overlaps: TrialReport['overlaps']): Flag[] => [
  ...kindFlags(figures),
  ...figures.rulesFound.flatMap(({arm, ...found}) => foundFlags(arm, found)),
  ...figures.plan.arms.flatMap(arm => noRulesEnabled(arm, figures)),
  ...enginesDiffer(figures.plan.arms),
  ...eventQueuesDiffer(figures.plan),
  ...sameRules(figures.plan, overlaps),
  ...figures.plan.arms.flatMap(snapshotFlags),
];

/** Returns the flags of one part. */
export const partFlags = (
  part: PartFigures,
  {sealedAt, parts}: Pick<Figures, 'sealedAt' | 'parts'>,
): Flag[] => [
  ...sharedProcesses(part),
  ...part.arms.flatMap(arm => armFlags(arm, part)),
  ...packetFlags(part),
  ...rulesChanged(part),
  ...(part.live ? liveFlags(part.live, part.plan, parts.length > 1) : []),
  ...(part.part === 'same-traffic'
    ? [...packetsDiffer(part, sealedAt), ...readsDiffer(part), ...unreadable(part), ...abandonedUnits(part)]
    : []),
];

/** Flags an arm whose rules were updated while the trial ran, because the report names only its newest snapshot. */
const rulesChanged = ({snapshots}: PartFigures): Flag[] =>
  snapshots
    .filter(one => one.snapshots > 1)
    .map(({arm, snapshots: n}) => ({
      flag: 'rules-changed' as const,
      severity: 'note' as const,
      arm,
      text: `${arm} ran ${n} snapshots of its rules. The newest is named below.`,
    }));

function sharedProcesses({plan}: PartFigures): Flag[] {
  if (plan.kind !== 'replay' || plan.isolation !== 'shared') return [];
  const text = `Captures shared processes (isolation: shared, ${plan.shards} per arm). State may have carried over from one capture to the next, and packets are known per process only.`;
  return [{flag: 'shared-processes', severity: 'note', text}];
}

function kindFlags(figures: Figures): Flag[] {
  const {plan, sealedAt} = figures;
  const flags: Flag[] = [];
  const sealed = sealedAt !== undefined;
  if (plan.kind !== 'ingested' && !sealed) {
    flags.push({
      flag: 'incomplete',
      severity: 'warning',
      text: 'Not sealed: these are the figures so far.',
    });
  }
  if (sealed) flags.push(...sealedEarly(figures));
  if (plan.kind === 'ingested') {
    flags.push({
      flag: 'ingested',
      severity: 'warning',
      text: importedText(plan.arms),
    });
  }
  flags.push(...filesIgnored(plan.ignored ?? []));
  flags.push(...recordings(plan.arms));
  if (plan.arms.length === 1)
    flags.push({
      flag: 'one-arm',
      severity: 'note',
      text: 'Only one arm: there is nothing to compare it with.',
    });
  return flags;
}

/** Flags a replay that was sealed before every arm had read every capture; abandoned captures have their own flag. */
function sealedEarly({plan, parts}: Figures): Flag[] {
  if (plan.kind !== 'replay') return [];
  return parts.flatMap(({arms, failedUnits}) =>
    arms.flatMap(({arm, capturesDone}): Flag[] => {
      const abandoned = failedUnits.filter(unit => unit.abandoned && unit.arm === arm);
      const missing =
        plan.captures.length - capturesDone - abandoned.reduce((sum, unit) => sum + unit.captures.length, 0);
      if (missing <= 0) return [];
      const text = `${arm}: the trial was sealed before this arm had read ${missing} of ${plural(plan.captures.length, 'capture')}.`;
      return [{flag: 'incomplete', severity: 'warning', arm, text}];
    }),
  );
}

/** Says what is unknown about imported logs: always the traffic, and the rules of arms whose snapshot was not named. */
function importedText(arms: readonly PlanArm[]): string {
  const unnamed = arms.filter(({ruleset}) => !ruleset).map(({name}) => name);
  const unknown =
    unnamed.length === arms.length
      ? 'traffic and loaded rules are unknown'
      : unnamed.length === 0
        ? 'the traffic is unknown'
        : `the traffic is unknown, and so are the loaded rules of ${unnamed.join(', ')}`;
  return `Imported logs: ${unknown}, so differences may come from the traffic.`;
}

function filesIgnored(files: readonly string[]): Flag[] {
  if (files.length === 0) return [];
  const text = `Ignored ${plural(files.length, 'file')} in the capture folders that ${files.length === 1 ? 'is not a capture' : 'are not captures'}: ${named(files)}`;
  return [{flag: 'files-ignored', severity: 'note', text}];
}

/** Returns one flag for all arms that used the same recorded runs. */
function recordings(arms: readonly PlanArm[]): Flag[] {
  const groups = new Map<string, string[]>();
  for (const {name, engine} of arms) {
    if (engine.kind !== 'playback') continue;
    const key = `Snort ${engine.version}, ${engine.recordedOn}`;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups].map(([recording, names]) => {
    const prefix = names.length === arms.length ? '' : `${names.join(', ')}: `;
    const text = `${prefix}RECORDED runs: Snort did not run here. Alerts and resource use come from recorded runs (${recording}).`;
    return {flag: 'recorded', severity: 'warning', text};
  });
}

function noRulesEnabled({name, ruleset}: PlanArm, {checked}: Figures): Flag[] {
  const {loaded, enabled} = checked.find(({arm}) => arm === name) ?? {};
  if (enabled !== 0 || (ruleset && !isOfRules(ruleset.counts))) return [];
  const text = `${name} enables none of the ${loaded} rules in its ruleset, so it cannot raise an alert.`;
  return [{flag: 'no-rules-enabled', severity: 'warning', arm: name, text}];
}

function armFlags(arm: ArmFigures, {live}: PartFigures): Flag[] {
  const flags: Flag[] = [];
  const warn = (flag: Flag['flag'], text: string): void => {
    flags.push({flag, severity: 'warning', arm: arm.arm, text: `${arm.arm}: ${text}`});
  };
  if (arm.rejects > 0)
    warn('rejects', `${plural(arm.rejects, 'line')} in its alert logs could not be read as alerts.`);
  if (arm.guessed !== undefined) {
    const years =
      arm.guessedFrom === arm.guessedTo ? arm.guessedFrom : `${arm.guessedFrom} to ${arm.guessedTo}`;
    warn(
      'year-assumed',
      `the timestamps of ${plural(arm.guessed, 'alert')} have no year. Assumed ${years} from the file's date; set another with ingest --year.`,
    );
  }
  if (!live && arm.alertsLogged !== undefined && arm.alertsLogged !== arm.alerts)
    warn(
      'alerts-lost',
      `Snort says it logged ${plural(arm.alertsLogged, 'alert')}, but its logs held ${arm.alerts}.`,
    );
  return flags;
}

function enginesDiffer(arms: readonly PlanArm[]): Flag[] {
  const engines = new Set(
    arms.map(({engine}) => `${engine.kind} ${engine.version ?? ''} ${engine.defaultsDigest ?? ''}`),
  );
  if (engines.size < 2) return [];
  const list = arms.map(({name, engine}) => `${name}: ${engine.version ?? 'unknown'}`).join(', ');
  const text = `The arms ran on different Snort versions or default configurations (${list}). Differences may come from those.`;
  return [{flag: 'engines-differ', severity: 'warning', text}];
}
