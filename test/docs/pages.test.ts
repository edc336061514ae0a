import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {LAYERS} from '../architecture/rooms.ts';
import {projectFolder} from '../architecture/sources.ts';
import {fences, linkedFiles, readDoc, sections} from './markdown.ts';

const below = (folder: string): string[] =>
  readdirSync(join(projectFolder, folder), {recursive: true, encoding: 'utf8'}).map(
    name => `${folder}/${name}`,
  );
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...below('docs'), ...below('harness')].filter(
  name => name.endsWith('.md'),
);
const rooms = readdirSync(join(projectFolder, 'harness'), {withFileTypes: true})
  .filter(entry => entry.isDirectory())
  .map(({name}) => name);
const {scripts, license, engines} = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
  license: string;
  engines: {node: string};
};

describe('README.md', () => {
  const readme = readDoc('README.md');
  const shell = fences(readme).filter(({language}) => language === 'sh');

  it('begins with the two commands of a stranger, one block each', () => {
    expect(shell.slice(0, 2).map(({text}) => text.trim())).toEqual(['npm ci && npm start', 'npm cit']);
  });

  it('runs scripts that there are: start, and test after a clean install', () => {
    expect(existsSync(join(projectFolder, 'package-lock.json'))).toBe(true);
    expect(scripts).toMatchObject({start: expect.any(String), test: expect.any(String)});
  });

  it('names the Node.js that package.json asks for', () => {
    const asked = /(\d+\.\d+)/.exec(engines.node)?.[1];
    expect(readme).toContain(`Node.js ${asked}`);
  });

  it('names the licence that package.json names, and the text lies beside it', () => {
    expect(readme).toContain(license);
    const text = readFileSync(join(projectFolder, 'LICENSE'), 'utf8');
    expect(text).toContain('Apache License');
    expect(text).toContain('END OF TERMS AND CONDITIONS');
  });
});

describe('CONTRIBUTING.md', () => {
  const contributing = readDoc('CONTRIBUTING.md');

  it('opens with the principles in their rank', () => {
    const places = ['correct', 'reproducible', 'simple', 'fast'].map(word =>
      contributing.toLowerCase().indexOf(word),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
    expect(places.at(-1)).toBeLessThan(contributing.indexOf('\n## ', contributing.indexOf('\n## ') + 1));
  });

  it('names only scripts that there are', () => {
    const named = [...contributing.matchAll(/npm run (?:-s )?([a-z:]+)/g)].map(([, name = '']) => name);
    expect(named.filter(name => !(name in scripts))).toEqual([]);
    expect(named.length).toBeGreaterThan(0);
  });
});

describe('CHANGELOG.md', () => {
  it('keeps what is not released under its heading, by kind of change', () => {
    const parts = sections(readDoc('CHANGELOG.md'));
    expect(parts.find(({level}) => level === 2)?.title).toBe('Unreleased');
    const kinds = parts.filter(({level}) => level === 3).map(({title}) => title);
    expect(kinds.filter(kind => !/^(Added|Changed|Deprecated|Removed|Fixed|Security)$/.test(kind))).toEqual(
      [],
    );
  });
});

describe('every page', () => {
  it.each(pages)('%s links only to files that are there', page => {
    const missing = linkedFiles(readDoc(page)).filter(
      target => !existsSync(join(projectFolder, dirname(page), target)),
    );
    expect(missing).toEqual([]);
  });

  it.each(pages)('%s has one title, and it comes first', page => {
    const titles = sections(readDoc(page)).filter(({level}) => level === 1);
    expect(titles).toHaveLength(1);
    expect(readDoc(page).startsWith(`# ${titles[0]?.title}`)).toBe(true);
  });
});

describe('harness/README.md', () => {
  const map = readDoc('harness/README.md');

  it.each(rooms)('has %s on its map, on the layer that the architecture test gives it', room => {
    const layer = LAYERS.findIndex(names => names.includes(room)) + 1;
    expect(map).toMatch(new RegExp(`^\\| *${layer} *\\|[^\\n]*\`${room}/\``, 'm'));
  });

  it('has no room on its map that there is not', () => {
    const named = map
      .split('\n')
      .filter(line => /^\| *\d+ *\|/.test(line))
      .flatMap(line =>
        [...(line.split('|')[2] ?? '').matchAll(/`([a-z]+)\/`/g)].map(([, name = '']) => name),
      );
    expect(named.toSorted()).toEqual(rooms.toSorted());
  });
});

describe('the README of each room', () => {
  it.each(rooms)('harness/%s has one, of 40 lines at most', room => {
    const text = readDoc(`harness/${room}/README.md`);
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });

  it.each(rooms)(
    'harness/%s says what it is responsible for, what it guarantees and what is out of scope',
    room => {
      const titles = sections(readDoc(`harness/${room}/README.md`)).map(({title}) => title);
      expect(titles.slice(0, 4)).toEqual([room, 'Responsibilities', 'Guarantees', 'Out of scope']);
    },
  );

  it.each(rooms)('harness/%s names only files of its own that are there', room => {
    const owns =
      sections(readDoc(`harness/${room}/README.md`)).find(({title}) => title === 'Responsibilities')?.text ??
      '';
    const named = [...owns.matchAll(/`([a-z0-9-]+(?:\/[a-z0-9-]+)*(?:\.ts|\/))`/g)].map(
      ([, name = '']) => name,
    );
    expect(named.filter(name => !existsSync(join(projectFolder, 'harness', room, name)))).toEqual([]);
    expect(named.length).toBeGreaterThan(0);
  });
});

describe('docs/decisions', () => {
  const decisions = readdirSync(join(projectFolder, 'docs/decisions')).sort();

  it('is numbered without a hole', () => {
    const numbers = decisions.map(name => Number(/^(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1]));
    expect(numbers).toEqual(numbers.map((_, place) => place + 1));
    expect(numbers.length).toBeGreaterThan(0);
  });

  it.each(decisions)('%s says why, what it costs and how a mistake would show', name => {
    const titles = sections(readDoc(`docs/decisions/${name}`)).filter(({level}) => level === 2);
    expect(titles.map(({title}) => title)).toEqual([
      'Context',
      'Choice',
      'What it costs',
      'How we would notice that it is wrong',
    ]);
  });
});
