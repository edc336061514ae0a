import {chmodSync, mkdirSync} from 'node:fs';
import {resolve} from 'node:path';
import type {Rig} from './project.ts';

/**
 * Environment with a fake Snort that follows a script: it stands in a file, since the programs that ruletrial starts get
 * few variables.
 */
export function fakeSnort(rig: Rig, script: object = {}): Record<string, string> {
  mkdirSync(rig.path('fake'), {recursive: true});
  rig.write('fake/script.json', JSON.stringify(script));
  rig.write('snort.lua', '-- defaults\n');
  const program = rig.write(
    'fake/snort',
    `#!/bin/sh\nFAKE_FOLDER='${rig.path('fake')}' exec '${process.execPath}' '${resolve('test/fakes/fake-snort.mjs')}' "$@"\n`,
  );
  chmodSync(program, 0o755);
  return {RULETRIAL_SNORT: program, RULETRIAL_SNORT_LUA: rig.path('snort.lua')};
}
