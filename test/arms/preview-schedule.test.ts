import {describe, expect, it} from 'vitest';
import {type PreviewDeps, previewSchedule} from '../../harness/arms/preview-schedule.ts';
import {describeFailure} from '../../harness/cli/all-failures.ts';
import {readYaml} from '../../harness/declarations/yaml/read-yaml.ts';
import type {Manifest} from '../../harness/domain/snapshot.ts';
import type {MachineFacts} from '../../harness/machine/ports.ts';
import {previewSources} from '../../harness/snapshots/preview-sources.ts';
import type {SnapshotRow} from '../../harness/snapshots/questions.ts';

const RULESETS: Readonly<Record<string, string>> = {
  mine: 'source: {file: mine.rules}\n',
  gone: 'source: {folder: gone}\n',
  packed: 'source: {archive: rules.tar.gz}\n',
  bought: 'source: {url: "https://example.org/rules.tar.gz"}\npolicy: balanced\n',
  licensed: 'source: {download: registered}\n',
  placed: 'source: {manual: list.txt}\nget_from: the shop\n',
  empty: 'rules: none\n',
};

const schedule = (arms: string) =>
  `kind: concurrent\nevery: 1h\nsensor: {play: [captures]}\narms: [${arms}]\n`;

const row = (source: string, order: number, digest: string): SnapshotRow => ({
  ...{variant: 'balanced', firstAt: 1, lastAt: 1, order},
  manifest: {name: 'bought', source, digest} as Manifest,
});

function deps(text: string, more: Partial<PreviewDeps> = {}): PreviewDeps {
  return {
    readText: readYaml,
    declarations: {
      names: async () => Object.keys(RULESETS),
      file: (kind, name) => `${kind}s/${name}.yaml`,
      text: async (kind, name) => (kind === 'schedule' ? text : RULESETS[name]),
      resolve: path => `/project/${path}`,
    },
    sources: previewSources({
      isReadable: async path => path !== '/project/gone',
      readWhole: async () => undefined,
      providerOf: ({layout, snapshot, oinkcode}) => ({
        ...{layout, snapshot, base: 'https://snort.org'},
        oinkcode: {variable: oinkcode, value: undefined},
      }),
    }),
    fileText: async () => undefined,
    snapshots: [],
    machine: async () => ({snort: {missing: 'no Snort'}}) as MachineFacts,
    messageOf: failure => describeFailure(failure).message,
    clock: {now: () => 7},
    ...more,
  };
}

async function previewed(arms: string, more: Partial<PreviewDeps> = {}) {
  const done = await previewSchedule('daily', deps(schedule(arms), more));
  if (!done.ok) throw new Error(describeFailure(done.failure).message);
  return done.value;
}

describe('the preview of a live schedule', () => {
  it('says of each arm what its source lacks', async () => {
    const arms = Object.keys(RULESETS).map(ruleset => `{ruleset: ${ruleset}}`);
    const {arms: seen, now} = await previewed(arms.join(', '));
    const reasons = Object.fromEntries(seen.map(one => [one.arm, one.reason]));
    expect(now).toBe(7);
    expect([reasons.mine, reasons.packed, reasons.empty]).toEqual([undefined, undefined, undefined]);
    expect(reasons.gone).toContain('/project/gone');
    expect(reasons.bought).toContain('ruletrial snapshot take bought');
    expect(reasons.licensed).toContain('OINKCODE is not set');
    expect(reasons.placed).toContain('/project/rulesets/manual/list.txt');
  });

  it('shows the newest snapshot, and none of another source or policy', async () => {
    const source = 'url https://example.org/rules.tar.gz';
    const bought = async (snapshots: readonly SnapshotRow[], arm = '{ruleset: bought}') =>
      (await previewed(arm, {snapshots})).arms[0];
    expect(await bought([row(source, 1, 'a'), row(source, 2, 'b')])).toMatchObject({
      ...{policy: 'balanced', reason: undefined, snapshot: {digest: 'b'}},
    });
    const moved = await bought([row(source, 1, 'a'), row('url https://example.net/x', 2, 'b')]);
    expect([moved?.snapshot, moved?.reason]).toEqual([undefined, expect.stringContaining('snapshot take')]);
    const other = await bought([row(source, 1, 'a')], '{ruleset: bought, policy: security}');
    expect([other?.policy, other?.snapshot]).toEqual(['security', undefined]);
  });

  it('gives what is wrong with its declarations', async () => {
    const done = await previewSchedule(
      'daily',
      deps('kind: replay\ncaptures: [a]\narms: [{ruleset: mine}]\n'),
    );
    expect(done).toMatchObject({ok: false, failure: {kind: 'schedule-kind'}});
    const clash = await previewSchedule('daily', deps(schedule('{ruleset: mine}, {ruleset: nobody}')));
    expect(clash).toMatchObject({ok: false, failure: {kind: 'declaration-missing'}});
  });
});
