import {isOfRules} from '../domain/snapshot.ts';
import type {PlanArm} from '../domain/trial.ts';
import {aboutLive} from './about-live.ts';
import {badRuns, packetsDiffer, readsDiffer, unreadable} from './differing-reads.ts';
import type {ArmFigures, Figures} from './figures.ts';
import {aboutPackets} from './flag-reads.ts';
import {aboutSnapshot, sameRules} from './flag-rules.ts';
import {named, plural} from './flag-words.ts';
import {overlapsOf} from './overlaps.ts';
import type {Flag} from './trial-report.ts';

/** Everything that a reader must know before comparing the arms of a trial; exit code 0 of an engine is no proof. */
export function comparability(figures: Figures, overlaps = overlapsOf(figures)): Flag[] {
  return [
    ...aboutTrial(figures),
    ...figures.arms.flatMap(arm => aboutArm(arm, figures)),
    ...aboutEngines(figures.plan.arms),
    ...aboutPackets(figures),
    ...sameRules(figures, overlaps),
    ...figures.plan.arms.flatMap(aboutSnapshot),
    ...rulesChanged(figures),
    ...(figures.live ? aboutLive(figures.live, figures.plan) : aboutReads(figures)),
  ];
}

/** An arm whose rules were renewed while the trial ran: the report names the newest alone. */
const rulesChanged = ({snapshots = []}: Figures): Flag[] =>
  snapshots
    .filter(one => one.snapshots > 1)
    .map(({arm, snapshots: count}) => ({
      flag: 'rules-changed' as const,
      severity: 'note' as const,
      arm,
      text: `${arm}: ${count} snapshots of its rules ran; the newest is named below`,
    }));

const aboutReads = (figures: Figures): Flag[] => [
  ...packetsDiffer(figures),
  ...readsDiffer(figures),
  ...unreadable(figures),
  ...badRuns(figures),
];

function aboutTrial({plan, sealedAt, arms}: Figures): Flag[] {
  const flags: Flag[] = [];
  const sealed = sealedAt !== undefined;
  if (plan.kind !== 'ingested' && !sealed) {
    flags.push({
      flag: 'incomplete',
      severity: 'warning',
      text: 'the trial is not sealed: these figures are of its runs so far',
    });
  }
  if (plan.kind === 'ingested') {
    flags.push({
      flag: 'ingested',
      severity: 'warning',
      text: 'these alerts come from logs of other runs: captures, packets, loaded rules and costs are not known, and a difference may be one of traffic',
    });
  }
  if (plan.kind === 'replay' && plan.isolation === 'shared') {
    flags.push({
      flag: 'shared-processes',
      severity: 'note',
      text: `captures shared processes (isolation: shared, ${plan.shards} for each arm): state may have leaked from one capture to the next, and packets are known for each process only`,
    });
  }
  flags.push(...filesIgnored(plan.ignored ?? []));
  flags.push(...recordings(plan.arms));
  if (arms.length === 1)
    flags.push({flag: 'one-arm', severity: 'note', text: 'one arm alone is no comparison'});
  return flags;
}

function filesIgnored(files: readonly string[]): Flag[] {
  if (files.length === 0) return [];
  const are = files.length === 1 ? 'is no capture and was' : 'are no captures and were';
  const text = `${plural(files.length, 'file')} of the capture folders ${are} not read: ${named(files)}`;
  return [{flag: 'files-ignored', severity: 'note', text}];
}

/** Recorded runs are told once for all arms that one recording answered for. */
function recordings(arms: readonly PlanArm[]): Flag[] {
  const groups = new Map<string, string[]>();
  for (const {name, engine} of arms) {
    if (engine.kind !== 'recorded') continue;
    const key = `Snort ${engine.version}, ${engine.recordedOn}`;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups].map(([recording, names]) => {
    const of = names.length === arms.length ? '' : `${names.join(', ')}: `;
    const text = `${of}detection is RECORDED (${recording}): no engine ran, and costs are those of the recording`;
    return {flag: 'recorded', severity: 'warning', text};
  });
}

function aboutArm(arm: ArmFigures, figures: Figures): Flag[] {
  const flags: Flag[] = [];
  const about = (flag: Flag['flag'], text: string): void => {
    flags.push({flag, severity: 'warning', arm: arm.arm, text});
  };
  const counts = figures.plan.arms.find(({name}) => name === arm.arm)?.ruleset?.counts;
  if (arm.enabled === 0 && (!counts || isOfRules(counts))) {
    about(
      'no-rules-enabled',
      `${arm.arm} enables no rule of its ruleset (${arm.loaded} loaded): it cannot fire`,
    );
  }
  if (arm.rejects > 0) {
    about(
      'rejects',
      `${arm.arm}: ${plural(arm.rejects, 'line')} of its alert logs ${arm.rejects === 1 ? 'is' : 'are'} no alert and not counted`,
    );
  }
  if (arm.guessed !== null) {
    const years =
      arm.guessedFrom === arm.guessedTo ? arm.guessedFrom : `${arm.guessedFrom} to ${arm.guessedTo}`;
    about(
      'year-assumed',
      `${arm.arm}: no year in the timestamps of ${plural(arm.guessed, 'alert')}: ${years} assumed by the time of the file; ingest --year N sets another`,
    );
  }
  const stored = figures.rules
    .filter(rule => rule.arm === arm.arm)
    .reduce((sum, rule) => sum + rule.alerts, 0);
  if (!figures.live && arm.alertsLogged !== null && arm.alertsLogged !== stored) {
    about(
      'alerts-lost',
      `${arm.arm}: the engine says that it logged ${plural(arm.alertsLogged, 'alert')}, its logs held ${stored}`,
    );
  }
  return flags;
}

function aboutEngines(arms: readonly PlanArm[]): Flag[] {
  const named = new Set(
    arms.map(({engine}) => `${engine.kind} ${engine.version ?? ''} ${engine.defaultsDigest ?? ''}`),
  );
  if (named.size < 2) return [];
  const words = arms.map(({name, engine}) => `${name}: ${engine.version ?? 'unknown'}`).join(', ');
  const text = `the arms ran on different engines or default configurations (${words}): a difference may be theirs`;
  return [{flag: 'engines-differ', severity: 'warning', text}];
}
