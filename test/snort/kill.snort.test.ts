import {afterAll, describe, it} from 'vitest';
import {need} from '../rig/found.ts';
import {killAndResume} from '../rig/kill-and-resume.ts';
import {Rig} from '../rig/project.ts';
import {declareShared, everyNth} from '../rig/shared-trial.ts';

const runs = [
  need('snort', 'a trial killed and resumed'),
  need('shared', 'a trial killed and resumed'),
].every(Boolean);

describe.runIf(runs)('a trial whose harness is killed', () => {
  const rig = new Rig();
  afterAll(() => rig.remove());

  it('ends with every alert once after four kills, and leaves no Snort running', {
    timeout: 600_000,
  }, async () => {
    const captures = everyNth(3).slice(0, 24);
    declareShared(rig, 'killed', ['community', 'builtins'], captures);
    await killAndResume(rig, 'killed', ['community', 'builtins'], captures, 4, 1);
  });
});
