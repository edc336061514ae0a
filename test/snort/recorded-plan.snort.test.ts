import {afterAll, describe, expect, it} from 'vitest';
import {Database} from '../../harness/sqlite/database.ts';
import {need} from '../rig/found.ts';
import {Rig} from '../rig/project.ts';

const runs = need('snort', 'a trial on recorded runs where there is a Snort');

describe.runIf(runs)('a trial that was planned on recorded runs', () => {
  const rig = new Rig();
  afterAll(() => rig.remove());

  it('goes on with them and is rerun on them, though Snort is there', async () => {
    await rig.ok(['init']);
    await rig.ok(['trial', 'run', 'example', '--engine', 'recorded']);
    const db = new Database(rig.path('.ruletrial/trials/example-1/trial.db'));
    db.exec('UPDATE trial SET sealed_at = NULL; UPDATE run SET outcome = NULL, counted = 0 WHERE id > 40');
    db.close();
    const told = JSON.parse((await rig.ok(['trial', 'run', 'example', '--json'])).stdout);
    expect(told.trial.name).toBe('example-1');
    expect(told.parts[0].arms.map(({alerts}: {alerts: number}) => alerts)).toEqual([645, 30, 45]);
    const rerun = JSON.parse((await rig.ok(['trial', 'rerun', 'example-1', '--json'])).stdout);
    expect(rerun).toMatchObject({identical: true, differences: []});
  });
});
