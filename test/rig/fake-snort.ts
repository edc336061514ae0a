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
  const {version = '3.11.1.0'} = script as {version?: string};
  // what is always the same is answered by the shell, which starts faster than Node
  const program = rig.write(
    'fake/snort',
    `#!/bin/sh
case " $* " in
  *" -V "*) echo '   o"  )~   Version ${version}'; exit ;;
  *" --daq-list "*) printf 'Available DAQ modules:\\npcap(v4): readback live multi unpriv\\n'; exit ;;
  *" --dump-rule-state "*) exit 1 ;;
esac
FAKE_FOLDER='${rig.path('fake')}' exec '${process.execPath}' '${resolve('test/fakes/fake-snort.mjs')}' "$@"
`,
  );
  chmodSync(program, 0o755);
  return {RULETRIAL_SNORT: program, RULETRIAL_SNORT_LUA: rig.path('snort.lua')};
}
