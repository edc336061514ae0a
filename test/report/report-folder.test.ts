import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {reportFolder} from '../../harness/disk/report-folder.ts';
import {Rig} from '../rig/project.ts';

describe('a report folder', () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
  });
  afterEach(() => rig.remove());

  it('is made with its parents, and a second report of one format leaves the others', async () => {
    const folder = reportFolder(rig.path('a/b/trial-1'));
    await folder.write([
      {path: 'report.md', content: 'one'},
      {path: 'report.html', content: 'page'},
    ]);
    await folder.write([{path: 'report.md', content: 'two'}]);
    expect(readdirSync(folder.path).sort()).toEqual(['report.html', 'report.md']);
    expect(readFileSync(rig.path('a/b/trial-1/report.md'), 'utf8')).toBe('two');
    expect(readdirSync(rig.path('a/b'))).toEqual(['trial-1']);
  });

  it("removes no file of somebody's own, whatever its name is", async () => {
    rig.write('paper/report.md', 'mine');
    rig.write('data/csv/my-own.csv', 'a');
    await reportFolder(rig.path('paper')).write([{path: 'csv/arms.csv', content: 'b'}]);
    await reportFolder(rig.path('data')).write([{path: 'report.md', content: 'told'}]);
    expect(readFileSync(rig.path('paper/report.md'), 'utf8')).toBe('mine');
    expect(existsSync(rig.path('data/csv/my-own.csv'))).toBe(true);
  });

  it("never removes what is not a report's, in a folder of somebody's own", async () => {
    rig.write('own/thesis.tex', 'years of work');
    rig.write('own/csv/mine.csv', 'a');
    await reportFolder(rig.path('own')).write([
      {path: 'report.md', content: 'told'},
      {path: 'csv/arms.csv', content: 'b'},
    ]);
    expect(readFileSync(rig.path('own/thesis.tex'), 'utf8')).toBe('years of work');
    expect(existsSync(rig.path('own/csv/mine.csv'))).toBe(true);
    expect(readFileSync(rig.path('own/report.md'), 'utf8')).toBe('told');
  });
});
