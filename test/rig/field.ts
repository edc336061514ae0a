import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {need, SHARED} from './found.ts';
import type {Rig} from './project.ts';

const FIELD = join(SHARED, 'field');

/** Whether the folders of people's files are here; says why not otherwise. */
export const needField = (of: string): boolean => need('shared', of) && existsSync(FIELD);

/** A copy of one of those project folders as the test's own; by cp, since Node cannot copy a name that is no UTF-8. */
export function copyField(rig: Rig, folder: string): void {
  execFileSync('cp', ['-r', `${join(FIELD, folder)}/.`, rig.root]);
  execFileSync('chmod', ['-R', 'u+w', rig.root]);
}

/** How many alerts each arm gave of each rule, or of each capture, in their order: `arm 1:1:1 2`. */
export function alertsBy(rig: Rig, trial: string, column: 'rule' | 'capture' | 'msg'): readonly string[] {
  const db = rig.trial(trial);
  const rows = db
    .prepare(`SELECT arm, ${column} AS of, count(*) AS n FROM v_alert GROUP BY arm, ${column} ORDER BY 1, 2`)
    .all() as {arm: string; of: string; n: number}[];
  db.close();
  return rows.map(({arm, of, n}) => `${arm} ${of} ${n}`);
}
