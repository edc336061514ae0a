import type {PlanArm} from '../domain/trial.ts';
import type {ArmFigures, Figures} from './figures.ts';
import type {Flag} from './trial-report.ts';

/** Everything that a reader must know before comparing the arms of a trial; exit code 0 of an engine is no proof. */
export function comparability(figures: Figures): Flag[] {
  return [
    ...aboutTrial(figures),
    ...figures.arms.flatMap(arm => aboutArm(arm, figures)),
    ...aboutEngines(figures.plan.arms),
    ...sameRules(figures.plan.arms),
    ...packetsDiffer(figures),
    ...readsDiffer(figures),
    ...unreadable(figures),
    ...badRuns(figures),
  ];
}

const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

function aboutTrial({plan, sealedAt, arms}: Figures): Flag[] {
  const flags: Flag[] = [];
  const sealed = sealedAt !== undefined;
  if (plan.kind === 'replay' && !sealed) {
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
  flags.push(...recordings(plan.arms));
  if (arms.length === 1)
    flags.push({flag: 'one-arm', severity: 'note', text: 'one arm alone is no comparison'});
  return flags;
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
  if (arm.enabled === 0) {
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
  const stored = figures.rules
    .filter(rule => rule.arm === arm.arm)
    .reduce((sum, rule) => sum + rule.alerts, 0);
  if (arm.alertsLogged !== null && arm.alertsLogged !== stored) {
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

function sameRules(arms: readonly PlanArm[]): Flag[] {
  const groups = new Map<string, string[]>();
  for (const {name, ruleset, settings} of arms) {
    if (!ruleset) continue;
    const key = `${ruleset.digest} ${settings?.policy ?? ''} ${settings?.builtins ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups.values()]
    .filter(names => names.length > 1)
    .map(names => ({
      flag: 'same-rules' as const,
      severity: 'warning' as const,
      text: `${names.join(' and ')}: these arms loaded the same rules: any difference is traffic or configuration`,
    }));
}

/** Arms over the same captures must have analysed the same packets; where they did not, they did not see the same. */
function packetsDiffer(figures: Figures): Flag[] {
  const byCapture = new Map<string, Map<string, number>>();
  for (const {arm, capture, analyzed} of figures.captures) {
    if (analyzed === null) continue;
    const arms = byCapture.get(capture) ?? new Map<string, number>();
    byCapture.set(capture, arms.set(arm, analyzed));
  }
  const differing = [...byCapture].filter(([, arms]) => new Set(arms.values()).size > 1);
  const flags = differing.slice(0, 20).map(
    ([capture, arms]): Flag => ({
      flag: 'packets-differ',
      severity: 'warning',
      text: `${capture}: the arms analysed different numbers of packets (${[...arms].map(([arm, n]) => `${arm} ${n}`).join(', ')})`,
    }),
  );
  const totals = new Set(figures.arms.flatMap(({analyzed}) => (analyzed === null ? [] : [analyzed])));
  if (flags.length === 0 && totals.size > 1 && figures.sealedAt !== undefined) {
    const words = figures.arms.map(({arm, analyzed}) => `${arm} ${analyzed ?? 'unknown'}`).join(', ');
    flags.push({
      flag: 'packets-differ',
      severity: 'warning',
      text: `the arms analysed different numbers of packets in all (${words})`,
    });
  }
  return flags;
}

/** Captures that an engine could not read; told once where it was so in every arm. */
function unreadable({arms, captures}: Figures): Flag[] {
  const counts = arms.map(({arm}) => captures.filter(row => row.arm === arm && row.problem !== null).length);
  const words = (n: number) =>
    `${plural(n, 'capture')} could not be read, or not to the end; each is named below`;
  const [first = 0] = counts;
  const flag = {flag: 'capture-unreadable' as const, severity: 'warning' as const};
  if (counts.every(n => n === first)) return first === 0 ? [] : [{...flag, text: words(first)}];
  return arms.flatMap(({arm}, place) =>
    counts[place] ? [{...flag, arm, text: `${arm}: ${words(counts[place])}`}] : [],
  );
}

/** A capture that one arm could read and another could not. */
function readsDiffer(figures: Figures): Flag[] {
  const problems = new Map<string, (string | null)[]>();
  for (const {capture, problem} of figures.captures)
    problems.set(capture, [...(problems.get(capture) ?? []), problem]);
  const differing = [...problems].filter(
    ([, of]) => of.some(one => one === null) && of.some(one => one !== null),
  );
  return differing.slice(0, 20).map(([capture]) => ({
    flag: 'reads-differ' as const,
    severity: 'warning' as const,
    text: `${capture}: some arms could read it and some could not`,
  }));
}

function badRuns({runs}: Figures): Flag[] {
  return runs
    .filter(({givenUp}) => givenUp)
    .map(({arm, capture, attempts, lastWords}) => ({
      flag: 'unit-given-up' as const,
      severity: 'warning' as const,
      arm,
      text: `${arm}: ${capture ?? 'a share of the captures'} was given up after ${attempts} attempts: ${lastWords ?? 'the engine said nothing'}`,
    }));
}
