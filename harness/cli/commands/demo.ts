import type {Argv} from 'yargs';
import type {Command} from '../command.ts';
import {printData} from '../console.ts';
import {runAndTell} from './trial-run.ts';

export const demo: Command = {
  usage: 'demo',
  describe:
    'Run the bundled demo: three rotations of three small rulesets, then the same traffic through all of them',
  examples: [['ruletrial demo', 'with Snort 3 where it is found, else on recorded runs']],
  options: yargs => yargs as Argv<object>,
  async run(called) {
    const settings = {...called.settings, project: called.deps.demoFolder};
    const done = await runAndTell({...called, settings}, 'demo-live');
    if (!done.ok || called.json) return done;
    printData('your own logs: npx ruletrial ingest YOUR/alert_json.txt --trial mine --arm NAME');
    printData('your machine:  npx ruletrial doctor');
    return done;
  },
};
