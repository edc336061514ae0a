import {fork} from 'node:child_process';
import {expect, it} from 'vitest';

it('prints nothing of its own when ticks are missed, and reports an error in a tick as a warning', async () => {
  const child = fork('test/fixtures/ticking-harness.mjs', {stdio: ['ignore', 'pipe', 'pipe', 'ipc']});
  let printed = '';
  let said: unknown;
  child.stdout?.on('data', chunk => {
    printed += String(chunk);
  });
  child.stderr?.on('data', chunk => {
    printed += String(chunk);
  });
  child.once('message', message => {
    said = message;
  });
  const code = await new Promise(done => child.once('close', done));
  expect([code, printed, said]).toEqual([0, '', [{kind: 'warning', text: 'unexpected error: no luck'}]]);
});
