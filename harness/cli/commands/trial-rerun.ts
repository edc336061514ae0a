import type {Argv} from 'yargs';
import type {Answers} from '../../answers/ports.ts';
import {ok} from '../../domain/result.ts';
import {readTrialReport} from '../../report/read-trial-report.ts';
import {rerunDocument} from '../../report/rerun-document.ts';
import {compareRuns, type RunFacts} from '../../trial/compare-runs.ts';
import {fail as failTrial} from '../../trial/failures.ts';
import {rerunTrial} from '../../trial/run-trial.ts';
import {asConductor, type Command, printDocument, withAnswers} from '../command.ts';

interface Options {
  readonly trial: string;
}

export const trialRerun: Command<Options> = {
  usage: 'rerun <trial>',
  describe: 'Repeat a replay from its stored plan, as a new trial, and compare every alert',
  runsEngines: true,
  examples: [
    [
      'ruletrial trial rerun example-1',
      'exit code 0 if every alert is identical, 7 if there are differences',
    ],
  ],
  options: yargs =>
    yargs.positional('trial', {
      type: 'string',
      demandOption: true,
      describe: 'a trial of kind replay, or its schedule (its newest trial)',
    }) as Argv<Options>,
  async run(call) {
    const first = await withAnswers(call, call.options.trial, async answers => {
      const {name, plan} = await answers.trial();
      if (plan.kind !== 'replay')
        return failTrial('trial-kind', {trial: name, found: plan.kind, expected: 'replay'});
      const {flags} = await readTrialReport(answers);
      if (flags.some(({flag}) => flag === 'incomplete'))
        return failTrial('rerun-unfinished', {trial: name, schedule: plan.schedule});
      return ok({...(await runFacts(answers)), name});
    });
    if (!first.ok) return first;
    const firstTrial = first.value.name;
    const done = await asConductor<string>(call, deps => rerunTrial(firstTrial, first.value.plan, deps));
    if (!done.ok) return done;
    const again = await withAnswers(call, done.value, async answers => ok(await runFacts(answers)));
    if (!again.ok) return again;
    const differences = compareRuns(first.value, again.value);
    const alerts = again.value.digests.reduce((sum, row) => sum + row.alerts, 0);
    const identical = differences.length === 0;
    printDocument(call, rerunDocument({original: firstTrial, trial: done.value, alerts, differences}), {
      of: firstTrial,
      trial: done.value,
      identical,
      alerts,
      differences,
    });
    return identical
      ? ok(undefined)
      : failTrial('rerun-differs', {trial: done.value, of: firstTrial, differences: differences.length});
  },
};

async function runFacts(answers: Answers): Promise<RunFacts> {
  const {plan, checked} = await answers.trial();
  return {plan, checked, digests: await answers.alertDigests()};
}
