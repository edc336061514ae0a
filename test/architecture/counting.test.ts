import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {projectFolder} from './sources.ts';

/** Tables whose rows are figures once they are counted. */
const COUNTED =
  /\b(alert|run_rule|hour_rule|run_rule_source|run_capture|reject|v_alert|v_rule_fired|v_run)\b/;
const AGGREGATE = /\b(count|sum|avg|total)\s*\(/i;
/** Rollups are written, and a run's end notes how many alerts its log held; neither is told to anybody. */
const WRITES = /^\s*(INSERT|UPDATE)\b/;

const literals = (text: string): string[] =>
  [...text.matchAll(/`(?:[^`\\]|\\.)*`|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g)].map(([found]) =>
    found.slice(1, -1),
  );

/** Statements of a file that count what an answer would count. */
const countingIn = (text: string): string[] =>
  literals(text).filter(sql => AGGREGATE.test(sql) && COUNTED.test(sql) && !WRITES.test(sql));

const sources = readdirSync(join(projectFolder, 'harness'), {recursive: true, encoding: 'utf8'})
  .filter(path => path.endsWith('.ts'))
  .map(path => path.replaceAll('\\', '/'));

describe('what is counted', () => {
  it('is counted in sqlite/answers alone, whoever tells it', () => {
    const elsewhere = sources
      .filter(path => !path.startsWith('sqlite/answers/') && !path.startsWith('sqlite/migrations/'))
      .flatMap(path =>
        countingIn(readFileSync(join(projectFolder, 'harness', path), 'utf8')).map(
          sql => `harness/${path} counts by itself: ask the port Answers, or move it there. ${sql}`,
        ),
      );
    expect(elsewhere).toEqual([]);
  });

  it('is found wherever it stands', () => {
    expect(countingIn("db.prepare('SELECT count(*) FROM alert WHERE run = ?')")).toHaveLength(1);
    expect(countingIn('const A = `SELECT arm, sum(n) AS alerts FROM run_rule GROUP BY arm`;')).toHaveLength(
      1,
    );
    expect(countingIn('db.prepare(`INSERT INTO run_rule SELECT run, count(*) FROM alert`)')).toEqual([]);
    expect(countingIn('db.prepare(`SELECT count(*) FROM slot`)')).toEqual([]);
  });
});
