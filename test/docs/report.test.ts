import {describe, expect, it} from 'vitest';
import {FLAGS, type TrialReport} from '../../harness/analysis/trial-report.ts';
import type {Table} from '../../harness/document/document.ts';
import {trialDocument} from '../../harness/report/trial-document.ts';
import {firstCells, readDoc, sections} from './markdown.ts';

const digest = '0'.repeat(64);
const rule = {gid: 1, sid: 1, msg: 'm', class: 'c', priority: 1};

/** A report in which every table has a row. */
const report: TrialReport = {
  version: 2,
  trial: {
    name: 'example-1',
    kind: 'replay',
    schedule: 'example',
    createdAt: 0,
    madeBy: '',
    baseline: 'one',
  },
  flags: [],
  arms: ['one', 'two', 'three'].map(name => ({
    name,
    identity: {
      name,
      engine: {kind: 'snort' as const, version: '3.11.1.0', defaultsDigest: digest},
      ruleset: {
        ...{name, digest, files: [], source: 'file x', newestAt: 1, takenAt: 1, madeBy: 'x', differences: []},
        counts: {text: 1, so: 0, builtin: 0, enabled: 1, soNotLoaded: 1, entries: 1, perPolicy: {}},
        gate: [{check: 'content' as const, outcome: 'passed' as const, words: 'x'}],
        url: 'https://x',
        processedBy: 'x',
      },
      settings: {
        policy: 'balanced' as const,
        list: 'monitor' as const,
        ownConfig: 'x',
        builtins: true,
        homeNet: 'any',
        externalNet: 'any',
        checksums: false,
        tweaks: 'x',
        variables: {DMZ_NET: '192.0.2.0/24'},
        classifications: [{name: 'mine', priority: 1, text: 'Mine'}],
      },
      byTweaks: {on: [], off: ['1:1']},
      configDigest: digest,
    },
    rulesetAgeDays: 1,
    rules: {loaded: 1, enabled: 1, builtins: 1},
  })),
  overlaps: [
    {a: 'one', b: 'two', shared: 1, onlyA: 0, onlyB: 0, sameText: 1, sharedOtherText: 0, same: true},
  ],
  parts: [
    {
      part: 'same-traffic',
      isolation: 'capture',
      flags: [],
      comparisons: [{arm: 'two', baseline: 'one', status: 'differs' as const, sentence: 'x'}],
      flows: ['one', 'two', 'three'].map(arm => ({
        ...{arm, flows: 1, foundAlone: 0, withBaseline: 1, missed: 0, alertsWithoutFlow: 0},
      })),
      arms: ['one', 'two', 'three'].map(arm => ({
        ...{arm, alerts: 1, rulesFired: 1, sourceAddresses: 1, rejects: 0},
        ...{capturesDone: 1, capturesUnreadable: 0, capturesAlerted: 1},
        ...{countedRuns: 1, cancelledRuns: 0, failedRuns: 0},
        byClass: [{class: 'c', alerts: 1, rules: 1}],
        byAction: [{action: 'allow', alerts: 1, rules: 1}],
        byProtocol: [{protocol: 'TCP', alerts: 1, rules: 1}],
        byPriority: [{priority: 1, alerts: 1, rules: 1}],
        fired: [
          {
            ...rule,
            rev: 1,
            alerts: 1,
            share: 1,
            captures: 1,
            sourceAddresses: 1,
            firstAt: 0,
            lastAt: 0,
            policies: ['balanced'],
          },
        ],
      })),
      rules: [{...rule, alerts: [1, 1, 1], firedBy: 3}],
      captures: [
        {
          path: 'a.pcap',
          ...{alerts: [1, 2, 3], rules: [1, 1, 1], analyzed: [1, 1, 1]},
          problems: ['cut off', null, null],
          abandoned: [false, false, false],
        },
      ],
      onlyOne: [{arm: 'one', capture: 'a.pcap', gid: 1, sid: 1, msg: 'm', alerts: 1}],
      listed: [{arm: 'one', mode: 'block', address: '192.0.2.7', flows: 1, alerts: 2}],
      live: {
        time: {countedSeconds: 1, warmUpSeconds: 1, handoverSeconds: 1, blindSeconds: 1},
        slots: [
          {
            ...{slot: 1, rotation: 1, arm: 'one', beginsAt: 0, endsAt: 1, state: 'ran', runs: 1, alerts: 1},
            ...{rulesFired: 1, countedSeconds: 1, warmUpSeconds: 1},
          },
        ],
        arms: [{arm: 'one', slots: 1, ran: 1, countedSeconds: 1, warmUpSeconds: 1, alerts: 1}],
        runs: [{run: 1, slot: 1, arm: 'one', attempt: 1, startedAt: 0, alerts: 1}],
        switches: [{slot: 1, arm: 'one', readyAt: 0, handoverSeconds: 1, blindSeconds: 0}],
        outages: [{fromAt: 0, toAt: 1, kind: 'harness', expected: false, reason: 'x'}],
        notices: [{at: 0, kind: 'outage', text: 'x'}],
        recordings: [{slot: 1, files: 1, kept: 1, packets: 1, dropped: 0, bytes: 1}],
        load: [
          {
            name: 'x',
            samples: 1,
            coresMean: 1,
            coresMax: 1,
            memoryMeanBytes: 1,
            memoryMaxBytes: 1,
            threads: 1,
          },
        ],
        machine: {
          ...{samples: 1, user: 1, system: 0, iowait: 0, idle: 0, load1: 1, memoryBytes: 1},
          ...{memoryUsedMaxBytes: 1, diskFreeMinBytes: 1},
        },
      },
    },
  ],
};

const page = readDoc('docs/report.md');
const topics = sections(page).filter(({level, within}) => level === 3 && within.includes('Tables'));
const {blocks} = trialDocument(report, true);
const tables = blocks.filter((block): block is Table => block.kind === 'table');

/** Columns of one arm each are explained once: `alerts_1_broad` as `alerts_N_ARM`. */
const general = (key: string): string => key.replace(/_\d+_[a-z0-9_]+$/, '_N_ARM');

describe('docs/report.md', () => {
  it('has a section for every table of a report, and none for one that there is not', () => {
    expect(topics.map(({title}) => title).sort()).toEqual(tables.map(({name}) => `\`${name}\``).sort());
  });

  it.each(tables)('defines exactly the columns of $name, in their order', ({name, columns}) => {
    const text = topics.find(({title}) => title === `\`${name}\``)?.text ?? '';
    expect(firstCells(text)).toEqual([...new Set(columns.map(({key}) => general(key)))]);
  });

  it('explains every flag, and none that there is not', () => {
    const text = sections(page).find(({title}) => title === 'Flags')?.text ?? '';
    expect(firstCells(text).toSorted()).toEqual([...FLAGS].sort());
  });

  it('explains every fact that a report names of an arm', () => {
    const text = sections(page).find(({title}) => title === 'Setup of the trial')?.text ?? '';
    const told = blocks.flatMap(block => (block.kind === 'facts' ? block.facts.map(({name}) => name) : []));
    expect(firstCells(text).toSorted()).toEqual(expect.arrayContaining([...new Set(told)]));
  });
});
