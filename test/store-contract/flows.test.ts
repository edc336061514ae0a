import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {FlowFigures} from '../../harness/answers/flow-figures.ts';
import type {Alert} from '../../harness/domain/alert.ts';
import {CONTEXT_FIELDS, type ContextField, NUMBER_FIELDS} from '../../harness/domain/alert.ts';
import {readFigures} from '../../harness/sqlite/answers/figures.ts';
import {readFlows} from '../../harness/sqlite/answers/flows.ts';
import type {Trial} from '../../harness/sqlite/open-trial.ts';
import {newTrial, replayPlan} from '../fixtures/trials.ts';

/** One alert, as far as its flow goes. */
interface Met {
  readonly arm: string;
  readonly capture: string;
  readonly proto: string;
  readonly src: string | null;
  readonly dst: string | null;
  readonly srcPort: number | null;
  readonly dstPort: number | null;
}

const ARMS = ['a', 'b', 'c'];
const CAPTURES = ['1.pcap', '2.pcap'];

function alertOf({proto, src, dst, srcPort, dstPort}: Met): Alert {
  const context = Object.fromEntries(CONTEXT_FIELDS.map(field => [field, ''])) as Record<
    ContextField,
    string
  >;
  const ports: Readonly<Record<string, number | null>> = {src_port: srcPort, dst_port: dstPort};
  return {
    ...{at: 1, gid: 1, sid: 1, rev: 1, msg: 'm', class: '', priority: 1},
    context: {...context, proto},
    ...{src, dst, iface: null, extra: null},
    numbers: NUMBER_FIELDS.map(name => ports[name] ?? null),
  };
}

/** A trial with these alerts; `unread` is a capture that the last arm did not read. */
function trialWith(met: readonly Met[], unread?: string): Trial {
  const {store, db} = newTrial(replayPlan(ARMS, CAPTURES.length));
  for (const arm of ARMS)
    for (const [unit, path] of CAPTURES.entries()) {
      if (arm === 'c' && path === unread) continue;
      const run = store.startRun({arm, unit, attempt: 1, captures: [path], at: 1});
      const capture = store.captureIds().get(path) ?? 0;
      const own = met.filter(one => one.arm === arm && one.capture === path);
      const records = own.map(one => ({alert: alertOf(one), capture}));
      const moves = [{log: 'log', first: 'log', name: 'log', from: 0, to: 1, digest: ''}];
      store.ingest.commit({owner: run, records, rejects: [], moves});
      store.finishRun(
        run,
        {
          ...{outcome: 'captures-over', exitCode: 0, signal: undefined, problems: [], endReason: undefined},
          ...{packets: {received: 1, analyzed: 1, dropped: 0, discarded: 0}, alertsLogged: own.length},
          cost: {wallMs: 1, cpuMs: 1, peakBytes: 1},
        },
        2,
      );
    }
  return db;
}

const flowsOf = (met: readonly Met[], unread?: string): readonly FlowFigures[] =>
  readFlows(trialWith(met, unread), 'same-traffic', {arms: ARMS.length, baseline: 'a'});

/** The same, counted in the plainest way. */
function recount(met: readonly Met[], unread?: string): readonly FlowFigures[] {
  const seen = met.filter(({capture}) => capture !== unread);
  const keyOf = ({capture, proto, src, dst, srcPort, dstPort}: Met): string =>
    [capture, proto, ...[`${src} ${srcPort}`, `${dst} ${dstPort}`].sort()].join('|');
  const withFlow = seen.filter(({src, dst}) => src !== null && dst !== null);
  const flows = new Map<string, Set<string>>();
  for (const one of withFlow) flows.set(keyOf(one), (flows.get(keyOf(one)) ?? new Set()).add(one.arm));
  return ARMS.map(arm => ({
    arm,
    flows: [...flows.values()].filter(arms => arms.has(arm)).length,
    foundAlone: [...flows.values()].filter(arms => arms.has(arm) && arms.size === 1).length,
    withBaseline: [...flows.values()].filter(arms => arms.has(arm) && arms.has('a')).length,
    missed: [...flows.values()].filter(arms => !arms.has(arm)).length,
    alertsWithoutFlow: seen.filter(one => one.arm === arm && (one.src === null || one.dst === null)).length,
  }));
}

const address = fc.constantFrom('192.0.2.1', '192.0.2.2', '2001:db8::1', null);
const port = fc.constantFrom(80, 443, null);
const anyMet = fc.record({
  arm: fc.constantFrom(...ARMS),
  capture: fc.constantFrom(...CAPTURES),
  proto: fc.constantFrom('TCP', 'UDP', 'ICMP', ''),
  ...{src: address, dst: address, srcPort: port, dstPort: port},
});

describe('flows', () => {
  const one: Met = {
    ...{arm: 'a', capture: '1.pcap', proto: 'TCP'},
    ...{src: '192.0.2.1', dst: '192.0.2.2', srcPort: 80, dstPort: 443},
  };
  const back = {src: one.dst, dst: one.src, srcPort: one.dstPort, dstPort: one.srcPort};

  it('are the same in both directions, and others with another port, protocol or capture', () => {
    const found = flowsOf([
      one,
      {...one, arm: 'b', ...back},
      {...one, arm: 'b', srcPort: 443, dstPort: 80},
      {...one, arm: 'b', proto: 'UDP'},
      {...one, arm: 'c', capture: '2.pcap'},
    ]);
    expect(found).toEqual([
      {arm: 'a', flows: 1, foundAlone: 0, withBaseline: 1, missed: 3, alertsWithoutFlow: 0},
      {arm: 'b', flows: 3, foundAlone: 2, withBaseline: 1, missed: 1, alertsWithoutFlow: 0},
      {arm: 'c', flows: 1, foundAlone: 1, withBaseline: 0, missed: 3, alertsWithoutFlow: 0},
    ]);
  });

  it('count only in captures that every arm has read', () => {
    const found = flowsOf([one, {...one, capture: '2.pcap'}], '2.pcap');
    expect(found.map(({flows, missed}) => [flows, missed])).toEqual([
      [1, 0],
      [0, 1],
      [0, 1],
    ]);
  });

  it('of arms with the same alerts are told to be identical, field by field', () => {
    const identical = (met: readonly Met[], unread?: string) =>
      readFigures(trialWith(met, unread)).parts.map(part => part.identical);
    const same = ['a', 'b', 'c'].map(arm => ({...one, arm}));
    expect(identical(same)).toEqual([['b', 'c']]);
    expect(identical([...same, {...one, capture: '2.pcap'}])).toEqual([[]]);
    // as many alerts on every capture, but another port
    expect(identical(same.map(met => (met.arm === 'c' ? {...met, srcPort: 81} : met)))).toEqual([['b']]);
    expect(identical(same, '2.pcap')).toEqual([['b']]);
    expect(identical([])).toEqual([['b', 'c']]);
  });

  it('are none without alerts', () => {
    expect(flowsOf([])).toEqual(
      ARMS.map(arm => ({arm, flows: 0, foundAlone: 0, withBaseline: 0, missed: 0, alertsWithoutFlow: 0})),
    );
  });

  it('are counted as a plain recount counts them', () => {
    fc.assert(
      fc.property(fc.array(anyMet, {maxLength: 40}), fc.constantFrom(undefined, '2.pcap'), (met, unread) => {
        expect(flowsOf(met, unread)).toEqual(recount(met, unread));
      }),
      {seed: 20_261_128, numRuns: 60},
    );
  });
});
