import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Outcome} from '../../harness/domain/run.ts';
import type {TrialPlan} from '../../harness/domain/trial.ts';
import {type Facts, MAX_ATTEMPTS, nextStep, type RunFact} from '../../harness/trial/next-step.ts';
import {unitsOf} from '../../harness/trial/units.ts';
import {replayPlan} from '../fixtures/trials.ts';

type Mutable<T> = {-readonly [Key in keyof T]: T[Key]};

/** A conductor that does what it is told, and to which anything may happen. */
class Conductor {
  readonly plan: TrialPlan;
  readonly checked = new Set<string>();
  readonly runs: Mutable<RunFact>[] = [];
  readonly held = new Set<number>();
  sealed = false;
  steps = 0;

  constructor(plan: TrialPlan) {
    this.plan = plan;
  }

  facts(): Facts {
    return {sealed: this.sealed, checkedArms: this.checked, runs: this.runs.map(run => ({...run}))};
  }

  /** Ends one run that this process holds. */
  end(outcome: Outcome, which: number): void {
    const open = [...this.held];
    const run = open[which % open.length];
    const found = this.runs.find(one => one.run === run);
    if (!found || run === undefined) return;
    found.outcome = outcome;
    this.held.delete(run);
  }

  /** The process is gone; its runs stand in the store without an end. */
  die(): void {
    this.held.clear();
  }

  /** Does the next step; says what it was. */
  act(proven: boolean): string {
    this.steps += 1;
    const step = nextStep(this.plan, this.facts(), this.held);
    if (step.kind === 'check') {
      expect(this.checked).not.toContain(step.arm);
      this.checked.add(step.arm);
    } else if (step.kind === 'recover') {
      expect(this.held.has(step.run.run)).toBe(false);
      const found = this.runs.find(({run}) => run === step.run.run);
      expect(found?.outcome).toBeUndefined();
      if (found) found.outcome = proven ? 'captures-over' : 'cancelled';
    } else if (step.kind === 'run') this.#begin(step);
    else if (step.kind === 'seal') {
      expect(this.runs.every(({outcome}) => outcome !== undefined)).toBe(true);
      this.sealed = true;
    }
    return step.kind;
  }

  #begin({arm, unit, attempt}: {arm: string; unit: number; attempt: number}): void {
    expect(this.checked).toEqual(new Set(this.plan.arms.map(({name}) => name)));
    const before = this.runs.filter(run => run.arm === arm && run.unit === unit);
    expect(before.some(({outcome}) => outcome === 'captures-over' || outcome === undefined)).toBe(false);
    expect(before.map(run => run.attempt)).not.toContain(attempt);
    expect(attempt).toBe(before.length + 1);
    const run = this.runs.length + 1;
    this.runs.push({run, arm, unit, attempt, outcome: undefined});
    this.held.add(run);
  }
}

type Happening = Outcome | 'die' | 'act';
const happeningOf = (...ends: Happening[]) =>
  fc.oneof({weight: ends.length, arbitrary: fc.constant<Happening>('act')}, fc.constantFrom(...ends));
/** Stories of all kinds, and of engines that hardly ever live. */
const story = fc
  .constantFrom(
    happeningOf('captures-over', 'exited-early', 'never-ready', 'cancelled', 'die'),
    happeningOf('exited-early', 'never-ready'),
  )
  .chain(happening => fc.array(fc.tuple(happening, fc.nat(10), fc.boolean()), {maxLength: 80}));

describe('next-step', () => {
  it('leads to the seal whatever happens on the way, each unit done once or abandoned after so many deaths', () => {
    const plans = fc
      .record({
        arms: fc.integer({min: 1, max: 3}),
        captures: fc.integer({min: 0, max: 4}),
        shards: fc.integer({min: 1, max: 3}),
        isolation: fc.constantFrom('capture' as const, 'shared' as const),
      })
      .map(({arms, captures, ...more}) => replayPlan(['a', 'b', 'c'].slice(0, arms), captures, more));
    fc.assert(
      fc.property(plans, story, (plan, events) => {
        const conductor = new Conductor(plan);
        for (const [what, which, proven] of events) {
          if (what === 'die') conductor.die();
          else if (what === 'act') conductor.act(proven);
          else conductor.end(what, which);
          if (conductor.sealed) break;
        }
        const limit = conductor.steps + 10 * (plan.arms.length + 1) * (plan.captures.length + 1) + 10;
        while (!conductor.sealed && conductor.steps < limit)
          if (conductor.act(true) === 'wait') conductor.end('captures-over', 0);
        expect(conductor.sealed).toBe(true);
        expect(nextStep(plan, conductor.facts(), new Set()).kind).toBe('nothing');
        for (const {name} of plan.arms) {
          for (const {unit} of unitsOf(plan)) {
            const outcomes = conductor.runs
              .filter(run => run.arm === name && run.unit === unit)
              .map(({outcome}) => outcome);
            const done = outcomes.filter(outcome => outcome === 'captures-over').length;
            const deaths = outcomes.filter(
              outcome => outcome === 'exited-early' || outcome === 'never-ready',
            ).length;
            expect(deaths).toBeLessThanOrEqual(MAX_ATTEMPTS);
            expect(done).toBe(deaths === MAX_ATTEMPTS ? 0 : 1);
          }
        }
      }),
      {numRuns: 1000},
    );
  });

  it('tries a unit whose engine dies of itself as often as is told, and no more', () => {
    const plan = replayPlan(['a'], 1);
    const stepAfter = (deaths: number) => {
      const runs = Array.from({length: deaths}, (_, n) => ({
        run: n + 1,
        arm: 'a',
        unit: 0,
        attempt: n + 1,
        outcome: n % 2 === 0 ? ('exited-early' as const) : ('never-ready' as const),
      }));
      return nextStep(plan, {sealed: false, checkedArms: new Set(['a']), runs}, new Set());
    };
    expect(stepAfter(MAX_ATTEMPTS - 1)).toEqual({kind: 'run', arm: 'a', unit: 0, attempt: MAX_ATTEMPTS});
    expect(stepAfter(MAX_ATTEMPTS)).toEqual({kind: 'seal'});
  });

  it('does not count it against a unit that the harness stopped its runs or died', () => {
    const plan = replayPlan(['a'], 1);
    const runs = Array.from({length: 20}, (_, n) => ({
      run: n + 1,
      arm: 'a',
      unit: 0,
      attempt: n + 1,
      outcome: 'cancelled' as const,
    }));
    expect(nextStep(plan, {sealed: false, checkedArms: new Set(['a']), runs}, new Set())).toEqual({
      kind: 'run',
      arm: 'a',
      unit: 0,
      attempt: 21,
    });
  });

  it('takes up what a dead harness left before it begins anything, even before a check', () => {
    const plan = replayPlan(['a', 'b'], 2);
    const run = {run: 1, arm: 'a', unit: 0, attempt: 1, outcome: undefined};
    const facts = {sealed: false, checkedArms: new Set<string>(), runs: [run]};
    expect(nextStep(plan, facts, new Set())).toEqual({kind: 'recover', run});
    expect(nextStep(plan, facts, new Set([1]))).toEqual({kind: 'check', arm: 'a'});
  });

  it('runs every arm over one capture before the next capture', () => {
    const conductor = new Conductor(replayPlan(['a', 'b'], 3));
    while (conductor.act(true) !== 'wait') {}
    expect(conductor.runs.map(({arm, unit}) => `${arm}${unit}`)).toEqual([
      'a0',
      'b0',
      'a1',
      'b1',
      'a2',
      'b2',
    ]);
  });
});

describe('units', () => {
  it('deal every capture out once, none of them empty, and alike each time', () => {
    fc.assert(
      fc.property(
        fc.nat(50),
        fc.integer({min: 1, max: 20}),
        fc.constantFrom('capture' as const, 'shared' as const),
        (captures, shards, isolation) => {
          const plan = replayPlan(['a'], captures, {shards, isolation});
          const units = unitsOf(plan);
          expect(units).toEqual(unitsOf(structuredClone(plan)));
          expect(units.map(({unit}) => unit)).toEqual(units.map((_, place) => place));
          expect(units.every(unit => unit.captures.length > 0)).toBe(true);
          expect(units.flatMap(unit => unit.captures).sort((a, b) => a - b)).toEqual(
            plan.captures.map((_, place) => place),
          );
          if (isolation === 'shared') expect(units).toHaveLength(Math.min(shards, captures));
        },
      ),
    );
  });
});
