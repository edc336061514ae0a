import {describe, expect, it} from 'vitest';
import {makeReport} from '../../harness/analysis/make-report.ts';
import {FLAGS, type Flag, type TrialReport, trialReportSchema} from '../../harness/analysis/trial-report.ts';
import type {
  ArmFigures,
  CaptureFigures,
  Figures,
  PartFigures,
  RuleFigures,
} from '../../harness/answers/figures.ts';
import type {LiveFigures} from '../../harness/answers/live-figures.ts';
import {initialPart} from '../../harness/answers/parts.ts';
import type {PlanArm, TrialPlan} from '../../harness/domain/trial.ts';
import {replayPlan} from '../fixtures/trials.ts';

const armFigures = (arm: string, more: Partial<ArmFigures> = {}): ArmFigures => ({
  arm,
  alerts: 3,
  rulesFired: 1,
  capturesDone: 2,
  capturesUnreadable: 0,
  capturesAlerted: 1,
  received: 20,
  analyzed: 20,
  dropped: 0,
  discarded: 0,
  alertsLogged: 3,
  eventsCut: 0,
  sourceAddresses: 1,
  rejects: 0,
  wallSeconds: 1.5,
  cpuSeconds: 1.2,
  peakBytes: 1000,
  countedRuns: 2,
  cancelledRuns: 0,
  failedRuns: 0,
  byClass: [],
  byAction: [],
  byProtocol: [],
  byPriority: [],
  ...more,
});

const fired = (arm: string, sid: number, alerts: number, more: Partial<RuleFigures> = {}): RuleFigures => ({
  part: 'same-traffic',
  arm,
  gid: 1,
  sid,
  rev: 1,
  msg: `rule ${sid}`,
  class: 'bad-unknown',
  priority: 2,
  alerts,
  captures: 1,
  sourceAddresses: 1,
  firstAt: 5,
  lastAt: 9,
  ...more,
});

const read = (arm: string, capture: string, more: Partial<CaptureFigures> = {}): CaptureFigures => ({
  arm,
  capture,
  alerts: 0,
  rules: 0,
  analyzed: 10,
  ...more,
});

/** Each arm with rules of its own. */
function plan(names: readonly string[], more: Partial<TrialPlan> = {}): TrialPlan {
  const made = replayPlan(names, 2, more);
  const arms = made.arms.map((arm, place) => ({
    ...arm,
    ruleset: arm.ruleset && {...arm.ruleset, digest: String(place).repeat(64)},
  }));
  return {...made, arms} as TrialPlan;
}

/** A trial of one part, its figures side by side. */
type Flat = Omit<PartFigures, 'part' | 'ruleKeys' | 'notEnabled'> & Omit<Figures, 'trial' | 'parts'>;

/** The figures of such a trial; `ruleKeys` are the rules' own, since none of them has two revisions unless the test says so. */
function figuresOf(
  {sealedAt, checked, rulesFound, overlaps, ...part}: Flat,
  ruleKeys?: PartFigures['ruleKeys'],
): Figures {
  const {plan} = part;
  const own = {...part, part: initialPart(plan), ruleKeys: ruleKeys ?? part.rules, notEnabled: []};
  return {trial: 'duel-1', plan, sealedAt, checked, rulesFound, overlaps, parts: [own]};
}

const reportOf = (change: Partial<Flat> = {}, ruleKeys?: PartFigures['ruleKeys']): TrialReport =>
  makeReport(figuresOf({...clean, ...change}, ruleKeys));

/** Every flag, of the trial and of its parts. */
const flagsOf = (change: Partial<Flat> = {}): Flag[] => {
  const {flags, parts} = reportOf(change);
  return [...flags, ...parts.flatMap(part => part.flags)];
};

const partOf = (report: TrialReport) => {
  const [part] = report.parts;
  if (!part) throw new Error('no part');
  return part;
};

/** A sealed trial of two arms of which there is nothing to warn. */
const clean: Flat = {
  plan: plan(['a', 'b']),
  sealedAt: 100,
  rulesFound: [],
  flows: [],
  identical: [],
  arms: [armFigures('a'), armFigures('b')],
  rules: [fired('a', 1, 3), fired('b', 1, 2), fired('b', 2, 1)],
  captures: [
    read('a', '1.pcap', {alerts: 3, rules: 1}),
    read('a', '2.pcap'),
    read('b', '1.pcap'),
    read('b', '2.pcap'),
  ],
  failedUnits: [],
  overlaps: [],
  listed: [],
  onlyOne: [],
  snapshots: [],
  checked: ['a', 'b'].map(arm => ({arm, loaded: 10, enabled: 8, builtins: 0})),
};

const arm = (place: number, change: (arm: PlanArm) => Partial<PlanArm>): TrialPlan => ({
  ...clean.plan,
  arms: clean.plan.arms.map((one, at) =>
    at === place ? {...one, ...change(one)} : one,
  ) as TrialPlan['arms'],
});

/** A concurrent trial of two arms in one slot of 60 s. */
const live: LiveFigures = {
  slots: ['a', 'b'].map(arm => ({
    ...{slot: 1, rotation: 1, arm, beginsAt: 0, endsAt: 60_000_000, state: 'ran' as const},
    ...{alerts: 3, rulesFired: 1},
  })),
  runs: ['a', 'b'].map((arm, place) => ({
    ...{
      run: place + 1,
      slot: 1,
      arm,
      attempt: 1,
      startedAt: 0,
      readyAt: 0,
      countedFrom: 0,
      countedTo: 60_000_000,
    },
    ...{
      endedAt: 60_000_000,
      outcome: 'slot-over',
      received: 20,
      dropped: 0,
      alerts: 3,
      alertsLost: 0,
    },
  })),
  switches: [],
  outages: [],
  notices: [],
  recordings: [],
  load: [],
};

const concurrent: Partial<Flat> = {
  plan: {...plan(['a', 'b']), kind: 'concurrent', isolation: 'slot'},
  captures: [],
  live,
};

function liveCases(): [(typeof FLAGS)[number], Partial<Flat>, RegExp, string?][] {
  const changed = (change: Partial<LiveFigures>): Partial<Flat> => ({
    ...concurrent,
    live: {...live, ...change},
  });
  return [
    [
      'other-traffic',
      {...concurrent, plan: {...plan(['a', 'b']), kind: 'rotating', isolation: 'slot'}},
      /^Each ruleset ran at a different time\. Do not compare these totals: the traffic was not the same\.$/,
    ],
    [
      'rules-changed',
      {...concurrent, snapshots: [{arm: 'b', snapshots: 2}]},
      /^b ran 2 snapshots of its rules\. The newest is named below\.$/,
      'b',
    ],
    [
      'slots-missed',
      changed({slots: live.slots.map(slot => ({...slot, state: 'missed' as const}))}),
      /^1 slot had no engine\. The reasons are listed below\.$/,
    ],
    [
      'engine-failed',
      changed({runs: live.runs.map((run, place) => (place === 0 ? {...run, outcome: 'hung'} : run))}),
      /^1 engine failed\. The outcomes are listed below\.$/,
    ],
    [
      'outage',
      changed({
        outages: [{fromAt: 1, toAt: 2, kind: 'reboot', expected: false, reason: 'the machine was off'}],
      }),
      /^the machine was off$/,
    ],
  ];
}

const snapshotOf = (name: string, rules: number) => ({name, digest: '2'.repeat(64), rules});

/** Arm b, of which 10 rules fired and 7 were found in the snapshot x. */
const foundIn = (more: Partial<Flat['rulesFound'][number]>): Partial<Flat> => ({
  rulesFound: [
    {
      ...{arm: 'b', named: true, snapshots: [snapshotOf('x', 7)], fired: 10, found: 7},
      ...{missing: 0, otherRevision: 0, disabled: 0},
      ...more,
    },
  ],
});

/** Every flag, and figures that give it and no other. */
const CASES: readonly [(typeof FLAGS)[number], Partial<Flat>, RegExp, string?][] = [
  ['incomplete', {sealedAt: undefined}, /^Not sealed: these are the figures so far\.$/],
  [
    'incomplete',
    {arms: [armFigures('a'), armFigures('b', {capturesDone: 1})]},
    /^b: the trial was sealed before this arm had read 1 of 2 captures\.$/,
    'b',
  ],
  [
    'recorded',
    {
      plan: {
        ...clean.plan,
        arms: clean.plan.arms.map(one => ({
          ...one,
          engine: {kind: 'playback', version: '3.11.1.0', recordedOn: '2026-06-01'},
        })) as TrialPlan['arms'],
      },
    },
    /^RECORDED runs: Snort did not run here\. Alerts and resource use come from recorded runs \(Snort 3\.11\.1\.0, 2026-06-01\)\.$/,
  ],
  [
    'ingested',
    {plan: {...clean.plan, kind: 'ingested', arms: clean.plan.arms.map(({ruleset: _, ...own}) => own)}},
    /^Imported logs: traffic and loaded rules are unknown, so differences may come from the traffic\.$/,
  ],
  [
    'ingested',
    {plan: {...clean.plan, kind: 'ingested'}},
    /^Imported logs: the traffic is unknown, so differences may come from the traffic\.$/,
  ],
  [
    'ingested',
    {plan: {...arm(1, () => ({ruleset: undefined})), kind: 'ingested'}},
    /^Imported logs: the traffic is unknown, and so are the loaded rules of b, so differences may come from the traffic\.$/,
  ],
  [
    'rules-matched',
    foundIn({named: false}),
    /^b: 7 of the 10 rules that fired were matched by gid:sid:rev in snapshot x \(222222222222\)\. Messages, .* Which rules it enabled is unknown; name its snapshot with ingest --snapshot\.$/,
    'b',
  ],
  [
    'rules-matched',
    foundIn({named: false, snapshots: [snapshotOf('x', 6), snapshotOf('y', 1)]}),
    /in snapshots x \(222222222222\): 6, y \(222222222222\): 1\. /,
    'b',
  ],
  [
    'snapshot-named',
    foundIn({}),
    /^b: snapshot x \(222222222222\) was named with ingest --snapshot; it contains 7 of the 10 rules that fired; 3 are builtin\.$/,
    'b',
  ],
  ['snapshot-named', foundIn({fired: 0, found: 0}), /; no rule fired\.$/, 'b'],
  [
    'snapshot-doubtful',
    foundIn({found: 0, missing: 10}),
    /it contains none of the 10 rules that fired, so it is probably the wrong one\.$/,
    'b',
  ],
  [
    'snapshot-doubtful',
    foundIn({missing: 2, otherRevision: 3, disabled: 1}),
    /; 2 are not in it, 3 fired in another revision and 1 is disabled in it\. The logs may come from another snapshot or policy\.$/,
    'b',
  ],
  [
    'shared-processes',
    {plan: {...clean.plan, isolation: 'shared', shards: 4}},
    /^Captures shared processes \(isolation: shared, 4 per arm\)\. State may have carried over/,
  ],
  [
    'one-arm',
    {plan: plan(['a']), arms: [armFigures('a')], rules: [fired('a', 1, 3)], captures: [read('a', '1.pcap')]},
    /^Only one arm: there is nothing to compare it with\.$/,
  ],
  [
    'no-rules-enabled',
    {checked: [{arm: 'b', loaded: 10, enabled: 0, builtins: 0}]},
    /^b enables none of the 10 rules in its ruleset, so it cannot raise an alert\.$/,
    'b',
  ],
  [
    'packets-differ',
    {captures: [read('a', '1.pcap', {analyzed: 9}), read('b', '1.pcap')]},
    /^1\.pcap: the arms analyzed different numbers of packets \(a 9, b 10\)$/,
  ],
  [
    'capture-unreadable',
    {arms: ['a', 'b'].map(name => armFigures(name, {capturesUnreadable: 1}))},
    /^Snort could not read 1 capture completely\. It is listed below\.$/,
  ],
  [
    'packets-cut',
    {
      plan: {
        ...replayPlan(['a', 'b'], 2),
        arms: plan(['a', 'b']).arms,
        captures: replayPlan(['a'], 2).captures.map((capture, place) =>
          place === 0 ? {...capture, packets: 9, cutPackets: 5} : {...capture, packets: 9, cutPackets: 0},
        ),
      },
    },
    /^5 packets in 1 capture were truncated when captured \(small snaplen\), and Snort drops most such packets without inspection\. Capture with tcpdump -s 0: 1\.pcap \(5 of 9 packets\)$/,
  ],
  [
    'packets-discarded',
    {arms: [armFigures('a', {discarded: 2}), armFigures('b', {discarded: 2})]},
    /^Snort's decoder discarded 2 truncated or malformed packets: counted as analyzed, but not inspected by text rules$/,
  ],
  [
    'packets-discarded',
    {arms: [armFigures('a', {discarded: 1}), armFigures('b')]},
    /^a: Snort's decoder discarded 1 truncated or malformed packet:/,
    'a',
  ],
  [
    'events-cut',
    {arms: [armFigures('a', {eventsCut: 7}), armFigures('b')]},
    /^a: Snort's event queues dropped at least 7 events, for which no alert was logged$/,
    'a',
  ],
  [
    'event-queues-differ',
    {plan: arm(1, ({settings}) => ({settings: settings && {...settings, events: 'all'}}))},
    /^The arms log different shares of the events of a packet \(a: as many as Snort's own queue allows, three by default; b: all of them\), so/,
  ],
  [
    'capture-unreadable',
    {
      plan: {
        ...plan(['a', 'b']),
        unusable: [{path: 'x.pcap', reason: 'this user has no permission to read it'}],
      },
    },
    /^1 file could not be opened, so no arm read it: x\.pcap \(this user has no permission to read it\)$/,
  ],
  [
    'unit-abandoned',
    {
      failedUnits: [
        {arm: 'b', captures: ['2.pcap'], attempts: 3, endReason: 'Segmentation fault', abandoned: true},
      ],
    },
    /^b: 2\.pcap was abandoned after 3 attempts: Segmentation fault$/,
    'b',
  ],
  [
    'rejects',
    {arms: [armFigures('a', {rejects: 1}), armFigures('b')]},
    /^a: 1 line in its alert logs could not be read as alerts\.$/,
    'a',
  ],
  [
    'year-assumed',
    {arms: [armFigures('a', {guessed: 2, guessedFrom: 2025, guessedTo: 2026}), armFigures('b')]},
    /^a: the timestamps of 2 alerts have no year\. Assumed 2025 to 2026 from the file's date; set another with ingest --year\.$/,
    'a',
  ],
  [
    'alerts-lost',
    {arms: [armFigures('a', {alertsLogged: 4}), armFigures('b')]},
    /^a: Snort says it logged 4 alerts, but its logs held 3\.$/,
    'a',
  ],
  [
    'same-rules',
    {plan: replayPlan(['a', 'b'], 2)},
    /^a and b loaded the same rules\. Any difference comes from traffic or configuration\.$/,
  ],
  [
    'engines-differ',
    {plan: arm(1, ({engine}) => ({engine: {...engine, version: '3.9.0.0'}}))},
    /^The arms ran on different Snort versions or default configurations \(a: 3\.11\.1\.0, b: 3\.9\.0\.0\)\. Differences/,
  ],
  [
    'so-not-loaded',
    {
      plan: arm(0, ({ruleset}) => ({
        ruleset: ruleset && {...ruleset, counts: {...ruleset.counts, soNotLoaded: 3}},
      })),
    },
    /^a: 3 enabled SO rules were not loaded$/,
    'a',
  ],
  [
    'list-covers',
    {
      plan: arm(0, ({settings}) => ({
        settings: settings && {...settings, list: 'block'},
        listsCover: "the sensor's own networks (192.0.2.0/24)",
      })),
    },
    /^a: its blocklists cover the sensor's own networks \(192\.0\.2\.0\/24\): no rule fires on that traffic$/,
    'a',
  ],
  [
    'gate-not-passed',
    {
      plan: arm(1, ({ruleset}) => ({
        ruleset: ruleset && {
          ...ruleset,
          gate: [{check: 'size', outcome: 'accepted', words: '--accept-shrink: shrunk'}],
        },
      })),
    },
    /^b: its snapshot was accepted although it failed the check size \(--accept-shrink: shrunk\)$/,
    'b',
  ],
  [
    'snapshot-refused',
    {
      plan: arm(1, ({ruleset}) => ({
        ruleset: ruleset && {...ruleset, refusals: [{at: 1_779_000_000_000_000, words: 'it is a web page'}]},
      })),
    },
    /^b: the snapshot of 2026-05-17T06:40:00Z stayed in use, because 1 later attempt to take a snapshot failed, the last at 2026-05-17T06:40:00Z: it is a web page$/,
    'b',
  ],
  [
    'files-ignored',
    {plan: {...plan(['a', 'b']), ignored: ['x/notes.txt', 'x/b.bin']}},
    /^Ignored 2 files in the capture folders that are not captures: x\/notes\.txt, x\/b\.bin$/,
  ],
  [
    'reads-differ',
    {captures: [read('a', '1.pcap', {problem: 'truncated'}), read('b', '1.pcap')]},
    /^1\.pcap: some arms could read it and others could not\.$/,
  ],
  ...liveCases(),
];

describe('a report', () => {
  it('of a sealed trial of two arms that saw the same has no flag', () => {
    expect(flagsOf()).toEqual([]);
  });

  it('finds arms that load the same texts from snapshots of their own', () => {
    const same = {shared: 1, onlyA: 0, onlyB: 0, sameText: 1, sharedOtherText: 0, same: true};
    const told = reportOf({overlaps: [{a: 'a', b: 'b', ...same}]});
    expect(told.flags.map(({text}) => text)).toEqual([
      'a and b loaded the same rules. Any difference comes from traffic or configuration.',
    ]);
    expect(told.overlaps).toEqual([{a: 'a', b: 'b', ...same}]);
  });

  it('has a case here for every flag there is', () => {
    expect([...new Set(CASES.map(([flag]) => flag))].sort()).toEqual([...FLAGS].sort());
  });

  it.each(CASES)('is flagged %s, and nothing else', (flag, change, words, name) => {
    const flags = flagsOf(change);
    const found = flags.find(one => one.flag === flag);
    expect(found?.text).toMatch(words);
    expect(found?.arm).toBe(name);
    expect(new Set(flags.map(one => one.flag))).toEqual(new Set([flag]));
  });

  it('is what its schema says', () => {
    for (const [, change] of CASES) {
      const report = reportOf(change);
      expect(trialReportSchema.parse(structuredClone(report))).toEqual(report);
    }
  });

  it('is the same for the same figures, and leaves them as they are', () => {
    const figures = figuresOf(clean);
    const frozen = structuredClone(figures);
    expect(makeReport(figures)).toEqual(makeReport(frozen));
    expect(figures).toEqual(frozen);
  });

  it('knows no age of the rules of imported logs, which may be older than their trial', () => {
    expect(reportOf().arms[0]?.rulesetAgeDays).toBeGreaterThan(0);
    const imported = reportOf({plan: {...clean.plan, kind: 'ingested'}});
    expect(imported.arms[0]).not.toHaveProperty('rulesetAgeDays');
  });

  it('gives each rule its share of its arm, the loudest first', () => {
    const report = reportOf({
      arms: [armFigures('a', {alerts: 8}), armFigures('b', {alerts: 0})],
      rules: [fired('a', 1, 3), fired('a', 1, 1, {rev: 2}), fired('a', 7, 4)],
    });
    const [a, b] = partOf(report).arms;
    expect(a?.fired.map(({sid, rev, alerts, share}) => [sid, rev, alerts, share])).toEqual([
      [7, 1, 4, 0.5],
      [1, 1, 3, 0.375],
      [1, 2, 1, 0.125],
    ]);
    expect(b?.fired).toEqual([]);
  });

  it('sets every rule beside all arms under the words of its newest revision, the loudest first', () => {
    const rules = {
      rules: [
        fired('a', 1, 1),
        fired('a', 1, 1, {rev: 3, msg: 'newest'}),
        fired('b', 1, 2, {rev: 2}),
        fired('b', 9, 10),
        fired('a', 1, 3, {gid: 116}),
      ],
    };
    const report = reportOf(rules, [
      {arm: 'a', gid: 1, sid: 1, alerts: 2},
      {arm: 'b', gid: 1, sid: 1, alerts: 2},
      {arm: 'b', gid: 1, sid: 9, alerts: 10},
      {arm: 'a', gid: 116, sid: 1, alerts: 3},
    ]);
    expect(
      partOf(report).rules.map(({gid, sid, msg, alerts, firedBy}) => [`${gid}:${sid}`, msg, alerts, firedBy]),
    ).toEqual([
      ['1:9', 'rule 9', [0, 10], 1],
      ['1:1', 'newest', [2, 2], 2],
      ['116:1', 'rule 1', [3, 0], 1],
    ]);
  });

  it('leaves out what is not known, which is not 0', () => {
    const {received: _, cpuSeconds: __, ...unknown} = armFigures('a');
    const report = reportOf({checked: [], arms: [unknown]});
    expect(report.arms[0]?.rules).toEqual({});
    expect(partOf(report).arms[0]).not.toHaveProperty('received');
    expect(partOf(report).arms[0]).not.toHaveProperty('cpuSeconds');
    const whole = reportOf();
    expect(whole.arms[0]).toMatchObject({
      rules: {loaded: 10, enabled: 8, builtins: 0},
      rulesetAgeDays: 1_000_000_000_000 / 86_400_000_000,
    });
    expect(partOf(whole).arms[0]).toMatchObject({received: 20, wallSeconds: 1.5, peakBytes: 1000});
  });

  it('names every planned capture with the problem that Snort told, and no word of our own where it read it', () => {
    const broken = clean.plan.captures.map((capture, place) =>
      place === 1 ? {...capture, headerProblem: 'the file is empty'} : capture,
    );
    const report = reportOf({
      plan: {...clean.plan, captures: broken},
      captures: [read('a', '1.pcap', {alerts: 3, rules: 1}), {...read('b', '1.pcap'), problem: 'truncated'}],
    });
    expect(partOf(report).captures).toEqual([
      {
        path: '1.pcap',
        ...{alerts: [3, 0], rules: [1, 0], analyzed: [10, 10], problems: [null, 'truncated']},
        abandoned: [false, false],
      },
      {
        path: '2.pcap',
        ...{alerts: [0, 0], rules: [0, 0], analyzed: [null, null]},
        problems: Array.from({length: 2}, () => 'not read: the trial was sealed before'),
        abandoned: [false, false],
      },
    ]);
    const unsealed = partOf(reportOf({captures: [], sealedAt: undefined})).captures;
    expect(unsealed.map(({problems}) => problems)).toEqual([
      [null, null],
      [null, null],
    ]);
  });
});

describe('flags', () => {
  it('about packets are told for each capture, twenty one by one, or in all when only the sums differ', () => {
    const many = Array.from({length: 30}, (_, n) => [
      read('a', `${n}`, {analyzed: 1}),
      read('b', `${n}`, {analyzed: 2}),
    ]).flat();
    expect(flagsOf({captures: many}).map(({flag}) => flag)).toEqual(new Array(21).fill('packets-differ'));
    expect(flagsOf({captures: many}).at(-1)?.text).toMatch(/^and 10 more captures whose/);
    const {analyzed: _, ...unknown} = armFigures('c');
    const sums = {
      captures: [],
      arms: [armFigures('a'), armFigures('b', {analyzed: 21}), unknown],
    };
    expect(flagsOf(sums).map(({text}) => text)).toEqual([
      'The arms analyzed different numbers of packets in total (a 20, b 21, c unknown).',
    ]);
    expect(flagsOf({...sums, sealedAt: undefined}).map(({flag}) => flag)).toEqual(['incomplete']);
  });

  it('about recorded runs name their arms when others ran', () => {
    const engine = {kind: 'playback' as const, version: '3.11.1.0', recordedOn: '2026-06-01'};
    const flags = flagsOf({plan: arm(1, () => ({engine}))});
    expect(flags.map(({text}) => text)).toContain(
      'b: RECORDED runs: Snort did not run here. Alerts and resource use come from recorded runs (Snort 3.11.1.0, 2026-06-01).',
    );
    expect(flags.map(({flag}) => flag)).toContain('engines-differ');
  });

  it('about unreadable captures are told for each arm when the arms differ', () => {
    const arms = [armFigures('a', {capturesUnreadable: 2}), armFigures('b', {capturesUnreadable: 1})];
    expect(flagsOf({arms}).filter(({flag}) => flag === 'capture-unreadable')).toMatchObject([
      {arm: 'a', text: 'a: Snort could not read 2 captures completely. They are listed below.'},
      {arm: 'b', text: 'b: Snort could not read 1 capture completely. It is listed below.'},
    ]);
  });

  it('about same rules name only arms of the same rules, policy and builtins', () => {
    const same = replayPlan(['a', 'b', 'c', 'd', 'e'], 2);
    const arms = same.arms.map((one, place) => ({
      ...one,
      settings: one.settings && {
        ...one.settings,
        ...(place === 2 ? {policy: 'balanced' as const} : {}),
        builtins: place === 3,
      },
    }));
    const flags = flagsOf({plan: {...same, arms} as TrialPlan});
    expect(flags.map(({text}) => text.split(' loaded')[0])).toEqual(['a and b and e']);
  });

  it('about abandoned units leave out those that came to their end later', () => {
    const unit = {arm: 'a', captures: ['1.pcap', '2.pcap'], attempts: 3};
    expect(flagsOf({failedUnits: [{...unit, abandoned: false}]})).toEqual([]);
    expect(partOf(reportOf({failedUnits: [{...unit, abandoned: true}]})).captures).toMatchObject([
      {path: '1.pcap', abandoned: [true, false], problems: [expect.stringMatching(/^abandoned: /), null]},
      {path: '2.pcap', abandoned: [true, false]},
    ]);
    expect(flagsOf({failedUnits: [{...unit, abandoned: true}]}).map(({text}) => text)).toEqual([
      'a: one process for 2 captures was abandoned after 3 attempts, so none of them was read: the engine printed nothing. They are: 1.pcap, 2.pcap',
    ]);
  });
});

describe('the report of a live trial', () => {
  it('gives each arm its counted hours, and alerts per hour of them', () => {
    const told = partOf(reportOf(concurrent)).live;
    expect(told?.arms).toEqual([
      {arm: 'a', slots: 1, ran: 1, countedSeconds: 60, warmUpSeconds: 0, alerts: 3, alertsPerHour: 180},
      {arm: 'b', slots: 1, ran: 1, countedSeconds: 60, warmUpSeconds: 0, alerts: 3, alertsPerHour: 180},
    ]);
    expect(told?.time).toEqual({countedSeconds: 120, warmUpSeconds: 0, handoverSeconds: 0, blindSeconds: 0});
  });

  it('says of an engine that it logged more than its logs held', () => {
    const runs = live.runs.map(run => ({...run, alertsLost: run.arm === 'b' ? 2 : 0}));
    expect(flagsOf({...concurrent, live: {...live, runs}}).map(({flag, arm: of}) => [flag, of])).toEqual([
      ['alerts-lost', 'b'],
    ]);
  });
});
