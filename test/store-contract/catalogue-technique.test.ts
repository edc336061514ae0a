import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {fileSource} from '../../harness/snapshots/directory/read-directory.ts';
import {catalogueAnswers} from '../../harness/sqlite/catalogue/catalogue-questions.ts';
import {openCatalogue} from '../../harness/sqlite/open-catalogue.ts';
import {taken, taking, wanted} from '../fixtures/taking.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

it('a technique is found with its sub-techniques, and a sub-technique alone', async () => {
  const state = tempFolder();
  const file = join(state, 'x.rules');
  const rule = (sid: number, technique: string) =>
    `alert tcp ( msg:"x"; metadata:mitre_technique_id ${technique}; sid:${sid}; )\n`;
  writeFileSync(file, rule(1, 'T1059') + rule(2, 'T1059.001') + rule(3, 'T1059_003') + rule(4, 'T1055'));
  const {digest} = await taken(wanted(fileSource, file), taking(state));
  const answers = catalogueAnswers(openCatalogue(join(state, 'catalogue.db')));
  const sids = (technique: string) =>
    answers
      .rules({
        digest,
        technique,
        cve: undefined,
        classtype: undefined,
        text: undefined,
        policy: undefined,
        limit: 9,
      })
      .map(({sid}) => sid);
  expect(sids('T1059')).toEqual([1, 2, 3]);
  expect(sids('T1059.001')).toEqual([2]);
  expect(sids('T105')).toEqual([]);
  answers.close();
});
