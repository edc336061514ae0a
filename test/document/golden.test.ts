import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {fixture} from './fixture.ts';
import {renderers} from './render-all.ts';

const folder = join(import.meta.dirname, '../golden/document');
const cases = [
  ...renderers.map(renderer => ({name: renderer.format, renderer, options: {width: 100, colour: false}})),
  ...renderers
    .filter(({format}) => format === 'terminal')
    .flatMap(renderer => [
      {name: 'terminal-40', renderer, options: {width: 40, colour: false}},
      {name: 'terminal-200-colour', renderer, options: {width: 200, colour: true}},
    ]),
];

/** `UPDATE_GOLDEN=1 npx vitest run test/document` writes the goldens anew; read the difference before committing it. */
describe.each(cases)('golden $name', ({name, renderer, options}) => {
  const files = renderer.render(fixture, options);
  const golden = join(folder, name);

  if (process.env.UPDATE_GOLDEN === '1') {
    rmSync(golden, {recursive: true, force: true});
    mkdirSync(golden, {recursive: true});
    for (const {path, content} of files) writeFileSync(join(golden, path), content);
  }

  it('has the files that were committed, and no others', () => {
    expect(files.map(file => file.path).sort()).toEqual(readdirSync(golden).sort());
  });

  it.each(files)('$path reads as committed', ({path, content}) => {
    expect(content).toBe(readFileSync(join(golden, path), 'utf8'));
  });
});
