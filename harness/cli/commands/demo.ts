import type {Command} from '../command.ts';
import {type FullOption, fullOption} from '../write-trial-report.ts';
import {runAndReport} from './trial-run.ts';

export const demo: Command<FullOption> = {
  usage: 'demo',
  describe:
    'Run the bundled demo: three rotations of three small rulesets, then the same traffic through all of them',
  runsEngines: true,
  examples: [['ruletrial demo', 'run with Snort 3 if it is installed, otherwise use recorded runs']],
  options: yargs => fullOption(yargs),
  async run(call) {
    const settings = {...call.settings, project: call.deps.demoFolder};
    return runAndReport({...call, settings}, 'demo-live', [
      'compare your own logs: npx ruletrial ingest YOUR/alert_json.txt --trial mine --arm NAME',
      'check your machine:    npx ruletrial doctor',
    ]);
  },
};
