import {readdirSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {SchedulePreview} from '../../harness/arms/preview-schedule.ts';
import {trialPreview} from '../../harness/cli/commands/trial-plan.ts';
import {liveScheduleSchema} from '../../harness/declarations/live-schedule.ts';
import {terminalRenderer} from '../../harness/document/terminal/render-terminal.ts';
import {planDocument, type TrialPreview} from '../../harness/report/plan-document.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';

const ENV = {...NO_SNORT, OINKCODE: ''};

describe('the plan of a live schedule', () => {
  const rig = new Rig();
  beforeAll(async () => {
    await rig.ok(['init']);
  });
  afterAll(() => rig.remove());

  const plan = async (...args: string[]): Promise<TrialPreview> =>
    JSON.parse((await rig.ok(['trial', 'plan', ...args, '--json'], ENV)).stdout);

  it('is told by its name and by its file alike, and touches nothing', async () => {
    const before = readdirSync(rig.root, {recursive: true}).length;
    const named = await plan('daily');
    expect(named.calendar).toMatchObject({kind: 'rotating', totalSlots: 50, rotations: 10, drawnLater: true});
    expect(named.calendar.slots).toHaveLength(10);
    const filed = await plan('schedules/daily.yaml', '--rotations', '1');
    expect(filed.calendar.slots).toHaveLength(5);
    expect((await plan(rig.path('schedules/daily.yaml'))).schedule).toBe('daily');
    expect(readdirSync(rig.root, {recursive: true})).toHaveLength(before);
  });

  it('says of each arm what it lacks', async () => {
    const reasons = new Map((await plan('daily')).arms.map(one => [one.arm, one.reason]));
    expect(reasons.get('community')).toContain('ruletrial snapshot take community');
    expect(reasons.get('registered')).toContain('OINKCODE is not set');
    expect(reasons.get('lightspd')).toContain('OINKCODE is not set');
    expect(reasons.get('snort-blocklist')).toContain('rulesets/manual/ip-filter.blf does not exist yet');
    expect(reasons.get('et-blocklist')).toContain('ruletrial snapshot take et-blocklist');
  });

  it('says of rules of one’s own only whether they are there', async () => {
    rig.write('rulesets/gone.yaml', 'source: {file: rules/gone.rules}\n');
    rig.write(
      'schedules/own.yaml',
      'kind: concurrent\nevery: 1h\narms: [{ruleset: broad}, {ruleset: gone}]\nsensor: {play: [captures]}\n',
    );
    const [broad, gone] = (await plan('own')).arms;
    expect(broad?.reason).toBeUndefined();
    expect(gone?.reason).toContain('rules/gone.rules');
  });

  it('shows the last good snapshot of an arm, by the policy that it has', async () => {
    await rig.ok(['snapshot', 'take', 'broad'], ENV);
    const [broad] = (await plan('own')).arms;
    expect(broad).toMatchObject({
      ruleset: 'broad',
      rules: expect.any(Number),
      ageSeconds: expect.any(Number),
    });
    expect(broad?.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    [['trial', 'plan', 'example'], 4, 'kind: expected rotating or concurrent here, found replay'],
    [['trial', 'plan', 'nothing'], 4, 'no schedule "nothing"'],
    [['trial', 'plan', '../daily.yaml'], 4, 'no schedule "../daily.yaml"'],
    [['trial', 'plan', 'daily', '--rotations', '0'], 2, '--rotations: expected a whole number of 1 or more'],
  ])('is refused for %j', async (args, exit, words) => {
    const done = await rig.ask(args, ENV);
    expect(done.exit).toBe(exit);
    expect(done.stderr).toContain(words);
  });
});

describe('the telling of a plan', () => {
  const declared = (more: object) =>
    liveScheduleSchema.parse({
      kind: 'rotating',
      arms: [{ruleset: 'one'}, {ruleset: 'two'}],
      ...('cron' in more ? {} : {every: '24h'}),
      ...more,
    });

  const told = (more: object, machine: Partial<SchedulePreview['machine']> = {}): string => {
    const value = declared(more);
    const plan = trialPreview(
      {
        name: 'daily',
        now: Date.UTC(2026, 2, 28) * 1000,
        read: {value, text: '', lineOf: () => 1},
        arms: value.arms.map(({ruleset}) => ({
          arm: ruleset,
          ruleset,
          policy: undefined,
          snapshot: undefined,
          reason: undefined,
        })),
        machine: {
          cores: 2,
          memoryAvailableBytes: 4e9,
          freeBytes: 50e9,
          reboot: {found: {pattern: '42 2 * * *', zone: 'Europe/Berlin'}, unreadable: []},
          ...machine,
        } as SchedulePreview['machine'],
      },
      1,
    );
    const [file] = terminalRenderer.render(planDocument(plan), {width: 200, colour: false});
    return file?.content ?? '';
  };

  it('proposes slots that begin just after the nightly reboot', () => {
    expect(told({}).replace(/\s+/g, ' ')).toContain(
      'replace "every:" or "cron:" with "cron: 47 2 * * *" and "zone: Europe/Berlin"',
    );
    expect(told({cron: '47 2 * * *', zone: 'Europe/Berlin'})).toContain('slots begin just after it');
    expect(told({cron: '47 2 * * *', zone: 'UTC'})).toContain(
      'each reboot interrupts the slot that is running',
    );
    expect(told({cron: '40 2 * * *', zone: 'Europe/Berlin'})).toContain(
      'each reboot interrupts the slot that is running',
    );
    expect(told({kind: 'concurrent'})).not.toContain('reboots');
    expect(told({}, {reboot: {found: undefined, unreadable: []}})).not.toContain('reboots');
  });

  it('says plainly whether the machine can afford it', () => {
    expect(told({kind: 'concurrent'})).toContain('This machine can run 2 engines at the same time');
    const small = told({kind: 'concurrent'}, {memoryAvailableBytes: 300e6});
    expect(small).toContain('This machine cannot run 2 engines at the same time');
    expect(small).toContain('kind: rotating');
    expect(told({}, {memoryAvailableBytes: undefined})).toContain('is unknown');
  });

  it('says that there is nothing to compare it with, that an order is drawn later, that the disk is too small', () => {
    expect(told({arms: [{ruleset: 'one'}]})).toContain(
      'one is the only arm: there is nothing to compare it with',
    );
    expect(told({})).toContain('drawn when the trial is created');
    expect(told({seed: 4})).not.toContain('it is drawn when');
    expect(told({record: {ring: '100GB'}})).toContain('the disk is too small');
    expect(told({})).toContain('ASSUMED');
  });

  it('tells slots of different length', () => {
    expect(told({cron: '47 2 * * *', zone: 'Europe/Berlin'})).toContain('slots differ in length');
    expect(told({})).not.toContain('slots differ in length');
  });
});
