import type {Command} from '../command.ts';
import {type FullOption, fullOption} from '../write-trial-report.ts';
import {runAndTell} from './trial-run.ts';

export const demo: Command<FullOption> = {
  usage: 'demo',
  describe:
    'Run the bundled demo: three rotations of three small rulesets, then the same traffic through all of them',
  examples: [['ruletrial demo', 'run with Snort 3 if it is installed, otherwise use recorded runs']],
  options: yargs => fullOption(yargs),
  async run(called) {
    const settings = {...called.settings, project: called.deps.demoFolder};
    return runAndTell({...called, settings}, 'demo-live', [
      'compare your own logs: npx ruletrial ingest YOUR/alert_json.txt --trial mine --arm NAME',
      'check your machine:    npx ruletrial doctor',
    ]);
  },
};
