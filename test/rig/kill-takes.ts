import {existsSync, mkdirSync, readdirSync} from 'node:fs';
import {setTimeout as pause} from 'node:timers/promises';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Manifest} from '../../harness/domain/snapshot.ts';
import {derivedFiles} from '../../harness/snapshots/assemble.ts';
import {COMMUNITY_NAME, communityMembers} from '../fixtures/archives/community.ts';
import {LIGHTSPD_NAME, lightspdMembers} from '../fixtures/archives/lightspd.ts';
import {REGISTERED_NAME, registeredMembers} from '../fixtures/archives/registered.ts';
import {writeArchive} from '../fixtures/archives/write-archive.ts';
import {noEngineLeft} from './kill-and-resume.ts';
import {Rig} from './project.ts';
import {seeded} from './random.ts';
import {takenBy} from './taking-cli.ts';

const SEED = 20_260_601;

/** Six rulesets: three archives, two files, a list; each turn their content is another. */
function declare(rig: Rig, turn: number): void {
  const later = (members: ReturnType<typeof communityMembers>) =>
    members.map(member =>
      typeof member.content === 'string'
        ? {...member, content: member.content.replaceAll('FIXTURE text', `FIXTURE ${turn} text`)}
        : member,
    );
  writeArchive(rig.path('in'), COMMUNITY_NAME, later(communityMembers()));
  writeArchive(rig.path('in'), REGISTERED_NAME, later(registeredMembers()));
  writeArchive(rig.path('in'), LIGHTSPD_NAME, later(lightspdMembers()));
  const rules = (from: number) =>
    Array.from(
      {length: 400},
      (_, n) =>
        `alert tcp any any -> any any ( msg:"${turn} ${n}"; content:"${n}"; sid:${from + n}; rev:${turn + 1}; )\n`,
    ).join('');
  rig.write('in/own.rules', rules(1_000_000));
  rig.write('in/all/more.rules', rules(2_000_000));
  rig.write('rulesets/manual/list.txt', Array.from({length: 250}, (_, n) => `10.${turn}.0.${n}\n`).join(''));
}

/** Kills takes of six rulesets, at seeded shares of the time that one takes here. */
export function killTakes(kills: number): void {
  describe(`snapshot take --all that is killed with SIGKILL, ${kills} times`, () => {
    const rig = new Rig();
    let killed = 0;
    const states: {verify: number; half: readonly string[]}[] = [];
    beforeAll(async () => {
      mkdirSync(rig.path('in'));
      rig.write('rulesets/community.yaml', `source: {archive: in/${COMMUNITY_NAME}}\n`);
      rig.write('rulesets/registered.yaml', `source: {archive: in/${REGISTERED_NAME}}\npolicy: balanced\n`);
      rig.write(
        'rulesets/spd.yaml',
        `source: {archive: in/${LIGHTSPD_NAME}}\npolicy: security\nconfig: lightspd\n`,
      );
      rig.write('rulesets/own.yaml', 'source: {file: in/own.rules}\n');
      rig.write('rulesets/folder.yaml', 'source: {folder: in/all}\n');
      rig.write('rulesets/list.yaml', 'source: {manual: list.txt}\n');
      declare(rig, 0);
      const began = Date.now();
      await takenBy(rig, ['--all']);
      // how long one takes here decides when it is cut off: at each share of it
      const wholeMs = Date.now() - began;
      const random = seeded(SEED);
      for (let turn = 1; turn <= kills; turn += 1) {
        declare(rig, turn);
        const harness = rig.spawn(['snapshot', 'take', '--all']);
        const ended = new Promise<string | null>(done => harness.once('exit', (_, signal) => done(signal)));
        await Promise.race([pause(Math.floor(wholeMs * (0.1 + 0.8 * random()))), ended]);
        harness.kill('SIGKILL');
        if ((await ended) === 'SIGKILL') killed += 1;
        await noEngineLeft(rig);
        states.push(await stateOf());
      }
    }, 240_000);
    afterAll(() => rig.remove());

    /** How `snapshot verify` ends, and folders of snapshots that lack a file. */
    async function stateOf() {
      const {exit} = await rig.run(['snapshot', 'verify']);
      const {stdout} = await rig.run(['snapshot', 'list', '--json']);
      const manifests = (JSON.parse(stdout) as {manifest: Manifest}[]).map(({manifest}) => manifest);
      return {verify: exit, half: halves(manifests)};
    }

    function halves(manifests: readonly Manifest[]): readonly string[] {
      return readdirSync(rig.path('.ruletrial', 'snapshots'))
        .filter(name => /^[0-9a-f]{64}$/.test(name))
        .filter(name => {
          const has = new Set(
            readdirSync(rig.path('.ruletrial', 'snapshots', name), {recursive: true, encoding: 'utf8'}),
          );
          const known = manifests.find(({digest}) => digest === name);
          const wanted = known
            ? [...known.files, ...derivedFiles(known.files)].map(({path}) => path)
            : ['all.rules'];
          return wanted.some(path => !has.has(path));
        });
    }

    it('was cut off at seeded moments', () => {
      expect(killed).toBeGreaterThan(0);
    });

    it('leaves after each kill a catalogue of whole snapshots alone, and no half folder', () => {
      expect(states).toEqual(states.map(() => ({verify: 0, half: []})));
    });

    it('goes through when it is let, and leaves nothing of what was cut off', async () => {
      const manifests = await takenBy(rig, ['--all']);
      expect(Object.keys(manifests).sort()).toEqual([
        'community',
        'folder',
        'list',
        'own',
        'registered',
        'spd',
      ]);
      expect(await stateOf()).toEqual({verify: 0, half: []});
      const names = readdirSync(rig.path('.ruletrial', 'snapshots'));
      expect(names.filter(name => !/^[0-9a-f]{64}$/.test(name))).toEqual([]);
      // without Snort nothing was ever made there
      const scratch = rig.path('.ruletrial', 'scratch');
      expect(existsSync(scratch) ? readdirSync(scratch) : []).toEqual([]);
      await noEngineLeft(rig);
    });
  });
}
