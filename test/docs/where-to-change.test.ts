import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {FORMAT_NAMES, isRendered, type RenderedFormat} from '../../harness/document/formats.ts';
import {SOURCE_KINDS} from '../../harness/snapshots/source-kinds.ts';
import {LAYERS} from '../architecture/rooms.ts';
import {projectFolder, readSource, readSources, type Source} from '../architecture/sources.ts';
import {renderers} from '../document/render-all.ts';
import {firstCells, readDoc, sections} from './markdown.ts';

const topics = sections(readDoc('CONTRIBUTING.md')).filter(
  ({level, within}) => level === 3 && within.includes('Where do I change'),
);
const textOf = (title: string): string => topics.find(topic => topic.title === title)?.text ?? '';
const listed = (title: string): readonly string[] => firstCells(textOf(title));
const sources = readSources().filter(({path}) => path.startsWith('harness/'));
const textAt = (path: string): string => readFileSync(join(projectFolder, path), 'utf8');
const subFolders = (folder: string): string[] =>
  readdirSync(join(projectFolder, folder), {withFileTypes: true})
    .filter(entry => entry.isDirectory())
    .map(({name}) => name)
    .sort();

/** Files of the harness that know a name: as a string, an identifier or a part of an import's path. */
const knowing = (name: string): string[] =>
  sources
    .filter(
      ({identifiers, strings, imports}) =>
        identifiers.has(name) || strings.includes(name) || imports.some(({to}) => to.includes(`/${name}/`)),
    )
    .map(({path}) => path);

/** The listed files of the harness that are there already, whatever is added. */
const listedHarness = (title: string): string[] =>
  listed(title)
    .filter(path => path.startsWith('harness/') && !path.includes('NAME'))
    .sort();

/** Files that name two kinds or more as strings: a second table. */
const tablesOf = (kinds: readonly string[], among: readonly Source[] = sources): string[] =>
  among.filter(({strings}) => kinds.filter(kind => strings.includes(kind)).length > 1).map(({path}) => path);

describe('CONTRIBUTING.md says where to add', () => {
  it('each kind of thing', () => {
    expect(topics.map(({title}) => title)).toEqual([
      'A command',
      'A report format',
      'A ruleset source',
      'A record format',
      'A statistic',
      'A honeypot',
    ]);
  });

  it.each(topics.flatMap(({title}) => listed(title).map(path => [title, path])))(
    '%s: %s is there, or its folder',
    (_, path = '') => {
      const [before] = path.split('NAME');
      const found = path.includes('NAME') ? dirname(`${before}x`) : path;
      if (found === 'harness/statistics') expect(LAYERS[1]).toContain('statistics');
      else expect(existsSync(join(projectFolder, found)), found).toBe(true);
    },
  );

  it.each(['A statistic', 'A honeypot'])(
    '%s: says that there is no room exactly as long as there is none',
    title => {
      const room = title === 'A statistic' ? 'harness/statistics' : 'harness/honeypot';
      expect(textOf(title).includes('There is no room')).toBe(!existsSync(join(projectFolder, room)));
    },
  );
});

describe('a report format', () => {
  const rendered = FORMAT_NAMES.filter(isRendered);
  const others = rendered.map(name => [name] as const);

  it('has a row in the table for each sub-folder of document/, and no other', () => {
    expect([...rendered].sort()).toEqual(subFolders('harness/document'));
    expect(renderers.map(({format}) => format).sort()).toEqual([...rendered].sort());
  });

  it.each(others)(
    '%s is known by the files that are listed, by all of them, and by no other',
    (name: RenderedFormat) => {
      const own = `harness/document/${name}/`;
      expect(existsSync(join(projectFolder, `${own}render-${name}.ts`))).toBe(true);
      const known = knowing(name).filter(path => !path.startsWith(own));
      expect(known.sort()).toEqual(listedHarness('A report format'));
    },
  );

  it.each(FORMAT_NAMES)('%s is a choice of --format in docs/commands.md', name => {
    expect(textAt('docs/commands.md')).toMatch(new RegExp(`^\\| \`--format NAME\` .*\`${name}\``, 'm'));
  });

  it('stands in one table', () => {
    expect(tablesOf(FORMAT_NAMES)).toEqual(['harness/document/formats.ts']);
  });
});

describe('a ruleset source', () => {
  const kinds = Object.keys(SOURCE_KINDS);
  /** Kinds whose name means nothing else in the harness. */
  const only = ['pulledpork3'];

  it.each(only)('%s is known by the files that are listed, by all of them, and by no other', kind => {
    expect(kinds).toContain(kind);
    const known = knowing(kind).filter(path => !path.startsWith(`harness/snapshots/${kind}/`));
    expect(known.sort()).toEqual(listedHarness('A ruleset source'));
  });

  it.each(kinds)('%s is known by every file that is listed', kind => {
    const unaware = listedHarness('A ruleset source').filter(path => !knowing(kind).includes(path));
    expect(unaware).toEqual([]);
    for (const path of listed('A ruleset source').filter(one => !one.startsWith('harness/')))
      expect(textAt(path)).toContain(kind);
  });

  it('stands in one table: no other file lists kinds as strings, and none asks for one by its name', () => {
    expect(tablesOf(kinds)).toEqual([]);
    const asking = sources.filter(({strings}) =>
      ['pulledpork3', 'download', 'manual'].some(kind => strings.includes(kind)),
    );
    expect(asking.map(({path}) => path)).toEqual([]);
  });
});

describe('a second table', () => {
  it('is found in values and in types', () => {
    const value = readSource('harness/cli/x.ts', `export const OWN = new Set(['file', 'folder']);`);
    const type = readSource('harness/cli/y.ts', `export type Format = 'csv' | 'html';`);
    const one = readSource('harness/cli/z.ts', `export const KEY = 'file';`);
    expect(tablesOf(Object.keys(SOURCE_KINDS), [value, type, one])).toEqual(['harness/cli/x.ts']);
    expect(tablesOf(FORMAT_NAMES, [value, type, one])).toEqual(['harness/cli/y.ts']);
  });
});

describe('a record format', () => {
  const formats = subFolders('harness/ingest');

  it('is found among its files', () => {
    expect(formats).toContain('snort-json');
  });

  it.each(formats)('%s is known by the files that are listed, and by no other', format => {
    const known = knowing(format).filter(path => !path.startsWith(`harness/ingest/${format}/`));
    expect(known).toEqual(listedHarness('A record format'));
  });
});
