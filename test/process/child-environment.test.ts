import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {childEnvironment} from '../../harness/process/child-environment.ts';
import {childProcesses} from '../../harness/process/child-processes.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

const SECRETS = {
  OINKCODE: 'a-secret-oinkcode',
  MY_OINKCODE: 'a-secret-of-another-name',
  WEBHOOK_TOKEN: 'a-secret-token',
  AWS_SECRET_ACCESS_KEY: 'a-secret-key',
  HTTPS_PROXY: 'http://user:a-secret-password@proxy.example',
  NODE_OPTIONS: '--title=a-secret-option',
};

describe('the environment of a child process', () => {
  const before = {...process.env};
  beforeEach(() => Object.assign(process.env, SECRETS, {TZ: 'UTC', LC_ALL: 'C'}));
  afterEach(() => {
    for (const name of Object.keys(SECRETS)) delete process.env[name];
    Object.assign(process.env, before);
  });

  it('of a program that is run to its end holds no secret, and what programs need', async () => {
    const {stdout} = await childProcesses.run(['env'], {seconds: 60});
    expect(stdout).not.toContain('secret');
    expect(stdout).toMatch(/^PATH=.+$/m);
    expect(stdout).toMatch(/^TZ=UTC$/m);
    expect(stdout).toMatch(/^LC_ALL=C$/m);
  });

  it('of a guarded program holds none either, nor does that of its guard', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'argv.json'), '[]\n');
    const both = "env; tr '\\0' '\\n' < /proc/$PPID/environ";
    const child = await childProcesses.guard(['sh', '-c', `${both} > ${join(folder, 'guard.txt')}; env`], {
      folder,
      graceSeconds: 1,
      cwd: folder,
    });
    expect((await child.ended).exitCode).toBe(0);
    const {stdout} = await childProcesses.run(
      ['cat', join(folder, 'stdout.txt'), join(folder, 'guard.txt')],
      {seconds: 60},
    );
    expect(stdout).toContain('PATH=');
    expect(stdout).not.toContain('secret');
  });

  it('of a program that downloads has the proxy and certificates, and still no secret of ours', () => {
    const given = childEnvironment({...SECRETS, SSL_CERT_FILE: '/c', PYTHONPATH: '/p'}, 'downloading');
    expect(given).toEqual({HTTPS_PROXY: SECRETS.HTTPS_PROXY, SSL_CERT_FILE: '/c', PYTHONPATH: '/p'});
    expect(childEnvironment({...SECRETS, SSL_CERT_FILE: '/c', PYTHONPATH: '/p'})).toEqual({});
  });
});
