import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {type AddressInfo, createServer} from 'node:net';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {examineTPot} from '../../harness/machine/examine-tpot.ts';
import {readTPot} from '../../harness/machine/linux/read-tpot.ts';
import type {Listener, TPotFacts} from '../../harness/machine/ports.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

const USER = Buffer.from('admin:$apr1$abc$def\n').toString('base64');
const FACTS: TPotFacts = {
  envFile: '/home/t/tpotce/.env',
  dataFolder: '/home/t/tpotce/data',
  freeBytes: 200e9,
  type: 'HIVE',
  webUser: USER,
  listeners: [],
};
const tcp = (port: number, program: string | undefined): Listener => ({protocol: 'tcp', port, program});

describe('doctor on a T-Pot host', () => {
  it('has nothing to advise where all is right', () => {
    expect(examineTPot(FACTS).map(({state, advice}) => [state, advice])).toEqual([
      ['good', []],
      ['good', []],
      ['good', []],
    ]);
  });

  it.each<[string, Partial<TPotFacts>, string, string]>([
    ['T-Pot: disk', {freeBytes: 40e9}, 'note', '40 GB free for /home/t/tpotce/data; T-Pot asks for 128 GB'],
    ['T-Pot: disk', {freeBytes: undefined}, 'note', '/home/t/tpotce/data cannot be read'],
    [
      'T-Pot: WEB_USER',
      {webUser: ''},
      'bad',
      'empty in /home/t/tpotce/.env, so no container of T-Pot starts',
    ],
    ['T-Pot: WEB_USER', {webUser: '', type: 'SENSOR'}, 'good', 'not needed: TPOT_TYPE is SENSOR'],
    [
      'T-Pot: WEB_USER',
      {webUser: 'admin:$apr1$abc$def'},
      'bad',
      'not base64 of an htpasswd line in /home/t/tpotce/.env',
    ],
    ['T-Pot: WEB_USER', {webUser: `${USER} ${USER}`}, 'good', '2 users'],
    [
      'T-Pot: ports',
      {listeners: [tcp(25, 'exim4'), tcp(22, 'docker-proxy'), tcp(8000, 'python3'), tcp(80, undefined)]},
      'note',
      'taken: 25/tcp by exim4, 80/tcp by an unknown program',
    ],
    [
      'T-Pot: ports',
      {listeners: [{protocol: 'udp', port: 25, program: 'x'}]},
      'good',
      'no other program has one of them',
    ],
  ])('%s %j', (name, changed, state, found) => {
    const check = examineTPot({...FACTS, ...changed}).find(one => one.check === name);
    expect(check).toMatchObject({state, found});
    expect((check?.advice.length ?? 0) > 0).toBe(state !== 'good');
  });

  it('says how to set WEB_USER', () => {
    const [, webUser] = examineTPot({...FACTS, webUser: ''});
    expect(webUser?.advice[0]).toContain('htpasswd -n -b USER PASSWORD | base64 -w0');
  });
});

describe('T-Pot on this machine', () => {
  it('is not found without its .env', async () => {
    expect(await readTPot(tempFolder())).toBeUndefined();
  });

  it('is read from its .env, with the programs that wait for clients', async () => {
    const root = tempFolder();
    const folder = join(root, 'home/hive/tpotce');
    mkdirSync(join(folder, 'data'), {recursive: true});
    writeFileSync(
      join(folder, '.env'),
      `# T-Pot\nBEELZEBUB_LLM_MODEL: ollama\nWEB_USER='${USER}' # the web interface\nTPOT_TYPE=HIVE\nTPOT_DATA_PATH=./data\n`,
    );
    symlinkSync('/proc', join(root, 'proc'));
    const server = createServer().listen(0, '127.0.0.1');
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    onTestFinished(() => {
      server.close();
      socket.close();
    });
    await Promise.all([once(server, 'listening'), once(socket, 'listening')]);
    const found = await readTPot(root);
    expect(found).toMatchObject({
      envFile: join(folder, '.env'),
      dataFolder: join(folder, 'data'),
      type: 'HIVE',
      webUser: USER,
      freeBytes: expect.any(Number),
    });
    const ours = [
      {protocol: 'tcp', port: (server.address() as AddressInfo).port},
      {protocol: 'udp', port: socket.address().port},
    ];
    for (const one of ours) expect(found?.listeners).toContainEqual({...one, program: expect.any(String)});
  });
});
