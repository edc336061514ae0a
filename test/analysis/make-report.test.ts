import {describe, expect, it} from 'vitest';
import {comparability} from '../../harness/analysis/comparability.ts';
import type {ArmFigures, CaptureFigures, Figures, RuleFigures} from '../../harness/analysis/figures.ts';
import type {LiveFigures} from '../../harness/analysis/live-figures.ts';
import {makeReport} from '../../harness/analysis/make-report.ts';
import {FLAGS, trialReportSchema} from '../../harness/analysis/trial-report.ts';
import type {PlanArm, TrialPlan} from '../../harness/domain/trial.ts';
import {replayPlan} from '../fixtures/trials.ts';

const armFigures = (arm: string, more: Partial<ArmFigures> = {}): ArmFigures => ({
  arm,
  loaded: 10,
  enabled: 8,
  builtins: 0,
  capturesDone: 2,
  received: 20,
  analyzed: 20,
  dropped: 0,
  discarded: 0,
  alertsLogged: 3,
  eventsCut: 0,
  sources: 1,
  rejects: 0,
  wallMs: 1500,
  cpuMs: 1200,
  peakBytes: 1000,
  countedRuns: 2,
  cancelledRuns: 0,
  earlyRuns: 0,
  ...{guessed: null, guessedFrom: null, guessedTo: null},
  ...more,
});

const fired = (arm: string, sid: number, alerts: number, more: Partial<RuleFigures> = {}): RuleFigures => ({
  arm,
  gid: 1,
  sid,
  rev: 1,
  msg: `rule ${sid}`,
  classtype: 'bad-unknown',
  priority: 2,
  alerts,
  captures: 1,
  sources: 1,
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
  problem: null,
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

/** A sealed trial of two arms of which there is nothing to warn. */
const clean: Figures = {
  trial: 'duel-1',
  plan: plan(['a', 'b']),
  sealedAt: 100,
  arms: [armFigures('a'), armFigures('b')],
  rules: [fired('a', 1, 3), fired('b', 1, 2), fired('b', 2, 1)],
  captures: [
    read('a', '1.pcap', {alerts: 3, rules: 1}),
    read('a', '2.pcap'),
    read('b', '1.pcap'),
    read('b', '2.pcap'),
  ],
  runs: [],
  loaded: [],
  listed: [],
  onlyOne: [],
};

const arm = (place: number, change: (arm: PlanArm) => Partial<PlanArm>): TrialPlan => ({
  ...clean.plan,
  arms: clean.plan.arms.map((one, at) =>
    at === place ? {...one, ...change(one)} : one,
  ) as TrialPlan['arms'],
});

/** A concurrent trial of two arms in one slot of 60 s. */
const live: LiveFigures = {
  stoppedAt: null,
  slots: ['a', 'b'].map(arm => ({
    ...{slot: 0, rotation: 0, arm, beginsAt: 0, endsAt: 60_000_000, state: 'over' as const, reason: null},
    ...{words: null, ruleset: undefined, alerts: 3, rulesFired: 1},
  })),
  runs: ['a', 'b'].map((arm, place) => ({
    ...{
      run: place + 1,
      slot: 0,
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
      lastWords: null,
    },
  })),
  switches: [],
  outages: [],
  notices: [],
  recordings: [],
  load: [],
  machine: undefined,
};

const concurrent: Partial<Figures> = {
  plan: {...plan(['a', 'b']), kind: 'concurrent', isolation: 'slot'},
  captures: [],
  live,
};

function liveCases(): [(typeof FLAGS)[number], Partial<Figures>, RegExp, string?][] {
  const changed = (change: Partial<LiveFigures>): Partial<Figures> => ({
    ...concurrent,
    live: {...live, ...change},
  });
  return [
    [
      'other-traffic',
      {...concurrent, plan: {...plan(['a', 'b']), kind: 'rotating', isolation: 'slot'}},
      /^each arm saw the traffic of its own slots alone: a difference in totals may be one of days$/,
    ],
    [
      'rules-changed',
      {...concurrent, snapshots: [{arm: 'b', snapshots: 2}]},
      /^b: 2 snapshots of its rules ran; the newest is named below$/,
      'b',
    ],
    [
      'slots-missed',
      changed({slots: live.slots.map(slot => ({...slot, state: 'missed' as const}))}),
      /^1 slot had no engine; each is told below with its reason$/,
    ],
    [
      'engine-failed',
      changed({runs: live.runs.map((run, place) => (place === 0 ? {...run, outcome: 'hung'} : run))}),
      /^1 engine ended before its time; each is told below with its outcome$/,
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

/** Every flag, and figures that give it and no other. */
const CASES: readonly [(typeof FLAGS)[number], Partial<Figures>, RegExp, string?][] = [
  ['incomplete', {sealedAt: undefined}, /^the trial is not sealed: these figures are of its runs so far$/],
  [
    'recorded',
    {
      plan: {
        ...clean.plan,
        arms: clean.plan.arms.map(one => ({
          ...one,
          engine: {kind: 'recorded', version: '3.11.1.0', recordedOn: '2026-06-01'},
        })) as TrialPlan['arms'],
      },
    },
    /^detection is RECORDED \(Snort 3\.11\.1\.0, 2026-06-01\): no engine ran, and costs are those of the recording$/,
  ],
  ['ingested', {plan: {...clean.plan, kind: 'ingested'}}, /^these alerts come from logs of other runs: /],
  [
    'shared-processes',
    {plan: {...clean.plan, isolation: 'shared', shards: 4}},
    /^captures shared processes \(isolation: shared, 4 for each arm\): state may have leaked/,
  ],
  [
    'one-arm',
    {plan: plan(['a']), arms: [armFigures('a')], rules: [fired('a', 1, 3)], captures: [read('a', '1.pcap')]},
    /^one arm alone is no comparison$/,
  ],
  [
    'no-rules-enabled',
    {arms: [armFigures('a'), armFigures('b', {enabled: 0})]},
    /^b enables no rule of its ruleset \(10 loaded\): it cannot fire$/,
    'b',
  ],
  [
    'packets-differ',
    {captures: [read('a', '1.pcap', {analyzed: 9}), read('b', '1.pcap')]},
    /^1\.pcap: the arms analysed different numbers of packets \(a 9, b 10\)$/,
  ],
  [
    'capture-unreadable',
    {
      captures: ['a', 'b'].flatMap(name => [
        read(name, '1.pcap', {problem: 'truncated'}),
        read(name, '2.pcap'),
      ]),
    },
    /^1 capture could not be read, or not to the end; each is named below$/,
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
    /^5 packets in 1 capture were cut when captured \(small snaplen\): Snort drops most of them uninspected\. Capture with tcpdump -s 0\. 1\.pcap \(5 of 9 packets\)$/,
  ],
  [
    'packets-discarded',
    {arms: [armFigures('a', {discarded: 2}), armFigures('b', {discarded: 2})]},
    /^Snort's decoder discarded 2 cut or malformed packets: counted as analysed, but not inspected by text rules$/,
  ],
  [
    'packets-discarded',
    {arms: [armFigures('a', {discarded: 1}), armFigures('b')]},
    /^a: Snort's decoder discarded 1 cut or malformed packet:/,
    'a',
  ],
  [
    'events-cut',
    {arms: [armFigures('a', {eventsCut: 7}), armFigures('b')]},
    /^a: Snort's queues cut at least 7 events for which no alert was logged$/,
    'a',
  ],
  [
    'event-queues-differ',
    {plan: arm(1, ({settings}) => ({settings: settings && {...settings, events: 'all'}}))},
    /^the arms do not log alike \(a: by Snort's own queue, three events of a packet by default; b: every event of a packet\), so/,
  ],
  [
    'capture-unreadable',
    {plan: {...plan(['a', 'b']), unusable: [{path: 'x.pcap', reason: 'this user may not read it'}]}},
    /^1 file could not be opened, so no arm read it: x\.pcap \(this user may not read it\)$/,
  ],
  [
    'unit-given-up',
    {runs: [{arm: 'b', captures: ['2.pcap'], attempts: 3, lastWords: 'Segmentation fault', givenUp: true}]},
    /^b: 2\.pcap was given up after 3 attempts: Segmentation fault$/,
    'b',
  ],
  [
    'rejects',
    {arms: [armFigures('a', {rejects: 1}), armFigures('b')]},
    /^a: 1 line of its alert logs is no alert and not counted$/,
    'a',
  ],
  [
    'year-assumed',
    {arms: [armFigures('a', {guessed: 2, guessedFrom: 2025, guessedTo: 2026}), armFigures('b')]},
    /^a: no year in the timestamps of 2 alerts: 2025 to 2026 assumed by the time of the file; ingest --year N sets another$/,
    'a',
  ],
  [
    'alerts-lost',
    {arms: [armFigures('a', {alertsLogged: 4}), armFigures('b')]},
    /^a: the engine says that it logged 4 alerts, its logs held 3$/,
    'a',
  ],
  [
    'same-rules',
    {plan: replayPlan(['a', 'b'], 2)},
    /^a and b: these arms loaded the same rules: any difference is traffic or configuration$/,
  ],
  [
    'engines-differ',
    {plan: arm(1, ({engine}) => ({engine: {...engine, version: '3.9.0.0'}}))},
    /^the arms ran on different engines or default configurations \(a: 3\.11\.1\.0, b: 3\.9\.0\.0\): a difference may be theirs$/,
  ],
  [
    'so-not-loaded',
    {
      plan: arm(0, ({ruleset}) => ({
        ruleset: ruleset && {...ruleset, counts: {...ruleset.counts, soNotLoaded: 3}},
      })),
    },
    /^a: 3 enabled SO rules not loaded$/,
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
    /^b: its snapshot was accepted though it failed the check size \(--accept-shrink: shrunk\)$/,
    'b',
  ],
  [
    'snapshot-refused',
    {
      plan: arm(1, ({ruleset}) => ({
        ruleset: ruleset && {...ruleset, refusals: [{at: 1_779_000_000_000_000, words: 'it is a web page'}]},
      })),
    },
    /^b: the snapshot of 2026-05-17T06:40:00Z stayed in use, since 1 later take failed, the last at 2026-05-17T06:40:00Z: it is a web page$/,
    'b',
  ],
  [
    'files-ignored',
    {plan: {...plan(['a', 'b']), ignored: ['x/notes.txt', 'x/b.bin']}},
    /^2 files of the capture folders are no captures and were not read: x\/notes\.txt, x\/b\.bin$/,
  ],
  [
    'reads-differ',
    {captures: [read('a', '1.pcap', {problem: 'truncated'}), read('b', '1.pcap')]},
    /^1\.pcap: some arms could read it and some could not$/,
  ],
  ...liveCases(),
];

/** A capture that one arm alone cannot read is also unreadable. */
const WITH: Readonly<Record<string, readonly string[]>> = {
  'reads-differ': ['capture-unreadable'],
};

describe('a report', () => {
  it('of a sealed trial of two arms that saw the same has no flag', () => {
    expect(makeReport(clean).flags).toEqual([]);
  });

  it('finds arms that load the same texts from snapshots of their own', () => {
    const loaded = ['a', 'b'].map(arm => ({arm, rules: [{gid: 1, sid: 1, rev: 1, textDigest: 'x'}]}));
    const told = makeReport({...clean, loaded});
    expect(told.flags.map(({text}) => text)).toEqual([
      'a and b: these arms loaded the same rules: any difference is traffic or configuration',
    ]);
    expect(told.overlaps).toEqual([
      {a: 'a', b: 'b', shared: 1, onlyA: 0, onlyB: 0, sameText: 1, sharedOtherText: 0, same: true},
    ]);
  });

  it('has a case here for every flag there is', () => {
    expect([...new Set(CASES.map(([flag]) => flag))].sort()).toEqual([...FLAGS].sort());
  });

  it.each(CASES)('is flagged %s, and nothing else', (flag, change, words, name) => {
    const flags = makeReport({...clean, ...change}).flags;
    const found = flags.find(one => one.flag === flag);
    expect(found?.text).toMatch(words);
    expect(found?.arm).toBe(name);
    expect(new Set(flags.map(one => one.flag))).toEqual(new Set([flag, ...(WITH[flag] ?? [])]));
  });

  it('is what its schema says', () => {
    for (const [, change] of CASES) {
      const report = makeReport({...clean, ...change});
      expect(trialReportSchema.parse(structuredClone(report))).toEqual(report);
    }
  });

  it('is the same for the same figures, and leaves them as they are', () => {
    const frozen = structuredClone(clean);
    expect(makeReport(clean)).toEqual(makeReport(frozen));
    expect(clean).toEqual(frozen);
  });

  it('adds up what each arm fired, and gives each rule its share', () => {
    const [a, b] = makeReport({
      ...clean,
      rules: [
        fired('a', 1, 3),
        fired('a', 1, 1, {rev: 2, msg: 'newer', priority: 1}),
        fired('a', 7, 4, {classtype: '', priority: 1, firstAt: null, lastAt: null}),
        fired('b', 2, 1),
      ],
    }).arms;
    expect(a).toMatchObject({alerts: 8, rulesFired: 2});
    expect(a?.fired.map(({sid, rev, alerts, share}) => [sid, rev, alerts, share])).toEqual([
      [7, 1, 4, 0.5],
      [1, 1, 3, 0.375],
      [1, 2, 1, 0.125],
    ]);
    expect(a?.fired[0]).not.toHaveProperty('firstAt');
    expect(a?.byClasstype).toEqual([
      {classtype: 'bad-unknown', alerts: 4, rules: 1},
      {classtype: 'none', alerts: 4, rules: 1},
    ]);
    expect(a?.byPriority).toEqual([
      {priority: 1, alerts: 5, rules: 2},
      {priority: 2, alerts: 3, rules: 1},
    ]);
    expect(b).toMatchObject({alerts: 1, rulesFired: 1});
  });

  it('sets every rule beside all arms under the words of its newest revision, the loudest first', () => {
    const report = makeReport({
      ...clean,
      rules: [
        fired('a', 1, 1),
        fired('a', 1, 1, {rev: 3, msg: 'newest'}),
        fired('b', 1, 2, {rev: 2}),
        fired('b', 9, 10),
        fired('a', 1, 3, {gid: 116}),
      ],
    });
    expect(
      report.rules.map(({gid, sid, msg, alerts, firedBy}) => [`${gid}:${sid}`, msg, alerts, firedBy]),
    ).toEqual([
      ['1:9', 'rule 9', [0, 10], 1],
      ['1:1', 'newest', [2, 2], 2],
      ['116:1', 'rule 1', [3, 0], 1],
    ]);
  });

  it('leaves out what is not known, which is not 0', () => {
    const [known] = makeReport({
      ...clean,
      arms: [
        armFigures('a', {
          loaded: null,
          enabled: null,
          builtins: null,
          received: null,
          analyzed: null,
          dropped: null,
          wallMs: null,
          cpuMs: null,
          peakBytes: null,
          alertsLogged: null,
        }),
      ],
    }).arms;
    expect(known).toMatchObject({rules: {}, cost: {}});
    expect(known).not.toHaveProperty('packets');
    expect(makeReport(clean).arms[0]).toMatchObject({
      packets: {received: 20, analyzed: 20, dropped: 0, discarded: 0},
      cost: {wallSeconds: 1.5, cpuSeconds: 1.2, peakBytes: 1000},
      rulesetAgeDays: 1_000_000_000_000 / 86_400_000_000,
    });
  });

  it('names every planned capture with the problem that Snort told, and no word of our own where it read it', () => {
    const broken = clean.plan.captures.map((capture, place) =>
      place === 1 ? {...capture, headerProblem: 'the file is empty'} : capture,
    );
    const report = makeReport({
      ...clean,
      plan: {...clean.plan, captures: broken},
      captures: [
        read('a', '1.pcap', {alerts: 3, rules: 1}),
        read('b', '1.pcap', {problem: 'truncated', analyzed: null}),
      ],
    });
    expect(report.captures).toEqual([
      {path: '1.pcap', alerts: [3, 0], rules: [1, 0], analyzed: [10, null], problem: 'truncated'},
      {path: '2.pcap', alerts: [0, 0], rules: [0, 0], analyzed: [null, null]},
    ]);
    expect(report.arms.map(({captures}) => captures)).toEqual([
      {planned: 2, done: 2, unreadable: 0, alerted: 1},
      {planned: 2, done: 2, unreadable: 1, alerted: 0},
    ]);
  });
});

describe('flags', () => {
  it('about packets are told for each capture, twenty one by one, or in all when only the sums differ', () => {
    const many = Array.from({length: 30}, (_, n) => [
      read('a', `${n}`, {analyzed: 1}),
      read('b', `${n}`, {analyzed: 2}),
    ]).flat();
    expect(comparability({...clean, captures: many}).map(({flag}) => flag)).toEqual(
      new Array(21).fill('packets-differ'),
    );
    expect(comparability({...clean, captures: many}).at(-1)?.text).toMatch(/^and 10 more captures of which/);
    const sums = {
      ...clean,
      captures: [],
      arms: [
        armFigures('a'),
        armFigures('b', {analyzed: 21}),
        armFigures('c', {analyzed: null, alertsLogged: 0}),
      ],
    };
    expect(comparability(sums).map(({text}) => text)).toEqual([
      'the arms analysed different numbers of packets in all (a 20, b 21, c unknown)',
    ]);
    expect(comparability({...sums, sealedAt: undefined}).map(({flag}) => flag)).toEqual(['incomplete']);
  });

  it('about recorded runs name their arms when others ran', () => {
    const engine = {kind: 'recorded' as const, version: '3.11.1.0', recordedOn: '2026-06-01'};
    const flags = comparability({...clean, plan: arm(1, () => ({engine}))});
    expect(flags.map(({text}) => text)).toContain(
      'b: detection is RECORDED (Snort 3.11.1.0, 2026-06-01): no engine ran, and costs are those of the recording',
    );
    expect(flags.map(({flag}) => flag)).toContain('engines-differ');
  });

  it('about unreadable captures are told for each arm when the arms differ', () => {
    const captures = [
      read('a', '1.pcap', {problem: 'x'}),
      read('a', '2.pcap', {problem: 'x'}),
      read('b', '1.pcap', {problem: 'x'}),
      read('b', '2.pcap'),
    ];
    expect(
      comparability({...clean, captures}).filter(({flag}) => flag === 'capture-unreadable'),
    ).toMatchObject([
      {arm: 'a', text: 'a: 2 captures could not be read, or not to the end; each is named below'},
      {arm: 'b', text: 'b: 1 capture could not be read, or not to the end; each is named below'},
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
    const flags = comparability({...clean, plan: {...same, arms} as TrialPlan});
    expect(flags.map(({text}) => text.split(':')[0])).toEqual(['a and b and e']);
  });

  it('about given-up units leave out those that came to their end later', () => {
    const run = {arm: 'a', captures: ['1.pcap', '2.pcap'], attempts: 3, lastWords: null};
    expect(comparability({...clean, runs: [{...run, givenUp: false}]})).toEqual([]);
    expect(makeReport({...clean, runs: [{...run, givenUp: true}]}).captures).toMatchObject([
      {path: '1.pcap', givenUp: true, problem: 'given up: the engine did not come to its end'},
      {path: '2.pcap', givenUp: true},
    ]);
    expect(comparability({...clean, runs: [{...run, givenUp: true}]}).map(({text}) => text)).toEqual([
      'a: one process for 2 captures was given up after 3 attempts, so none of them was read: the engine said nothing. They are: 1.pcap, 2.pcap',
    ]);
  });
});

describe('the report of a live trial', () => {
  it('gives each arm its counted hours, and alerts per hour of them', () => {
    const told = makeReport({...clean, ...concurrent}).live;
    expect(told?.arms).toEqual([
      {arm: 'a', slots: 1, over: 1, countedSeconds: 60, warmUpSeconds: 0, alerts: 3, alertsPerHour: 180},
      {arm: 'b', slots: 1, over: 1, countedSeconds: 60, warmUpSeconds: 0, alerts: 3, alertsPerHour: 180},
    ]);
    expect(told?.time).toEqual({countedSeconds: 120, warmUpSeconds: 0, handoverSeconds: 0, blindSeconds: 0});
  });

  it('says of an engine that it logged more than its logs held', () => {
    const runs = live.runs.map(run => ({...run, alertsLost: run.arm === 'b' ? 2 : 0}));
    const {flags} = makeReport({...clean, ...concurrent, live: {...live, runs}});
    expect(flags.map(({flag, arm: of}) => [flag, of])).toEqual([['alerts-lost', 'b']]);
  });
});
