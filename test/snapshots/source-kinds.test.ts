import {describe, expect, it} from 'vitest';
import {z} from 'zod';
import {type RulesetDeclaration, rulesetSchema} from '../../harness/declarations/ruleset.ts';
import type {RulesetSource} from '../../harness/snapshots/ports.ts';
import {
  type ArchiveOfProvider,
  SOURCE_KINDS,
  type SourceKind,
  type Sources,
  sourceOf,
} from '../../harness/snapshots/source-kinds.ts';

type Opened = RulesetSource & {readonly opened: string};

const readerOf = (source: RulesetSource | undefined) => (source as Opened | undefined)?.opened;
const opened = (name: string): Opened => ({opened: name, read: () => Promise.reject(new Error('not read'))});
const ofProvider = (name: string) => (archive: ArchiveOfProvider) =>
  opened(`${name} ${archive.layout} ${archive.oinkcode} ${archive.snapshot}`);
const sources: Sources = {
  file: opened('file'),
  folder: opened('folder'),
  archive: opened('archive'),
  url: opened('url'),
  list: opened('list'),
  urlList: opened('urlList'),
  manual: from => opened(`manual ${from}`),
  pulledpork3: ofProvider('pulledpork3'),
  download: ofProvider('download'),
};

const declare = (text: object): RulesetDeclaration => rulesetSchema.parse(text);
const SAMPLES: Readonly<Record<SourceKind, string>> = {
  file: 'mine.rules',
  folder: 'rules',
  archive: 'community.tar.gz',
  pulledpork3: 'registered',
  download: 'lightspd',
  url: 'https://example.org/list?key=abc',
  manual: 'list.txt',
};

describe('the table of ruleset sources', () => {
  it('has exactly the kinds that a declaration may name', () => {
    const {properties} = z.toJSONSchema(rulesetSchema, {io: 'input'}) as unknown as {
      properties: {source: {anyOf: {properties: object}[]; description: string}};
    };
    const declared = properties.source.anyOf.flatMap(one => Object.keys(one.properties));
    expect(declared.length).toBeGreaterThan(0);
    expect(Object.keys(SOURCE_KINDS)).toEqual(declared);
    expect(properties.source.description).toContain(declared.join(', '));
  });

  it.each([
    ['file', 'mine.rules', 'file', '/project/mine.rules'],
    ['folder', 'rules', 'folder', '/project/rules'],
    ['archive', 'community.tar.gz', 'archive', '/project/community.tar.gz'],
    ['pulledpork3', 'registered', 'pulledpork3 registered CODE snortrules-snapshot-1.tar.gz', ''],
    ['download', 'lightspd', 'download lightspd CODE snortrules-snapshot-1.tar.gz', ''],
    ['url', 'https://example.org/list?key=abc', 'url', 'https://example.org/list?key=abc'],
    ['manual', 'list.txt', 'manual a shop', '/project/rulesets/manual/list.txt'],
  ])('opens %s %s by its own reader, at its own place', (kind, place, reader, path) => {
    const declared = declare({
      ...{source: {[kind]: place}, oinkcode: 'CODE', get_from: 'a shop'},
      registered_snapshot: 'snortrules-snapshot-1.tar.gz',
    });
    const at = sourceOf(declared).at({sources, resolve: given => `/project/${given}`});
    expect([readerOf(at?.source), at?.path]).toEqual([reader, path]);
  });

  it('reads what lies on this machine for each trial, and keeps the last good snapshot of all others', () => {
    const each = Object.entries(SAMPLES).filter(
      ([kind, place]) => sourceOf(declare({source: {[kind]: place}})).isReadForEachTrial,
    );
    expect(each.map(([kind]) => kind)).toEqual(['file', 'folder', 'archive']);
  });

  it('lets rules vanish only where a person edits them: an archive that shrinks may be damaged', () => {
    const shrink = Object.entries(SAMPLES).map(([kind, place]) => [
      kind,
      sourceOf(declare({source: {[kind]: place}})).maxShrink,
    ]);
    expect(Object.fromEntries(shrink)).toEqual({
      ...{file: 1, folder: 1, archive: 0.2, pulledpork3: 0.2, download: 0.2, url: 0.2, manual: 0.2},
    });
  });

  it('shows no query of an address, where a key may stand, and every other place as it is declared', () => {
    const shown = (kind: SourceKind) => sourceOf(declare({source: {[kind]: SAMPLES[kind]}})).shown;
    expect(shown('url')).toMatch(/^url https:\/\/example\.org\/list#q-[0-9a-f]{12}$/);
    expect(shown('archive')).toBe('archive community.tar.gz');
  });

  it('opens nothing for a ruleset without rules', () => {
    const none = sourceOf(declare({rules: 'none'}));
    expect([none.shown, none.at({sources, resolve: path => path})]).toEqual(['none', undefined]);
  });
});
