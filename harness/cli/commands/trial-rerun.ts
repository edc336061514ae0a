import type {Argv} from 'yargs';
import type {Answers} from '../../answers/ports.ts';
import {table, textCell} from '../../document/cells.ts';
import {type Document, text} from '../../document/document.ts';
import {failed, ok} from '../../domain/result.ts';
import {compareRuns, type Difference, type RunFacts} from '../../trial/compare-runs.ts';
import {rerunTrial} from '../../trial/run-trial.ts';
import {asking, type Command, conducting, printDocument} from '../command.ts';

interface Options {
  readonly trial: string;
}

export const trialRerun: Command<Options> = {
  usage: 'rerun <trial>',
  describe: "Run a trial's stored plan again as a new trial and say whether the alerts are identical",
  examples: [['ruletrial trial rerun example-1', 'exit code 0: identical; 7: something differs, and what']],
  options: yargs =>
    yargs.positional('trial', {
      type: 'string',
      demandOption: true,
      describe: 'a trial, or a schedule (its newest trial)',
    }) as Argv<Options>,
  async run(called) {
    const first = await asking(called, called.options.trial, async answers => {
      const {name, plan} = await answers.trial();
      if (plan.kind === 'replay') return ok({...(await runFacts(answers)), name});
      return failed({kind: 'trial-kind', trial: name, found: plan.kind, expected: 'replay'});
    });
    if (!first.ok) return first;
    const of = first.value.name;
    const done = await conducting<string>(called, outside => rerunTrial(of, first.value.plan, outside));
    if (!done.ok) return done;
    const again = await asking(called, done.value, async answers => ok(await runFacts(answers)));
    if (!again.ok) return again;
    const differences = compareRuns(first.value, again.value);
    const alerts = again.value.digests.reduce((sum, row) => sum + row.alerts, 0);
    const identical = differences.length === 0;
    printDocument(called, tell(of, done.value, alerts, differences), {
      of,
      trial: done.value,
      identical,
      alerts,
      differences,
    });
    return identical
      ? ok(undefined)
      : failed({kind: 'rerun-differs', trial: done.value, of, differences: differences.length});
  },
};

async function runFacts(answers: Answers): Promise<RunFacts> {
  const {plan, checked} = await answers.trial();
  return {plan, checked, digests: await answers.alertDigests()};
}

function tell(of: string, trial: string, alerts: number, differences: readonly Difference[]): Document {
  const subtitle = `${trial} against ${of}: engine, rules, configuration, and every alert of every arm and capture`;
  if (differences.length === 0) {
    return {
      title: 'Identical',
      subtitle,
      blocks: [text('good', `identical: all ${alerts} alerts, field by field`)],
    };
  }
  const rows = differences.map(({arm, what, first, again}) => [
    textCell(arm),
    textCell(what),
    textCell(first),
    textCell(again),
  ]);
  return {
    title: 'Different',
    subtitle,
    blocks: [
      table({
        name: 'differences',
        caption: 'What differs',
        columns: [
          {key: 'arm', label: 'Arm', type: 'text'},
          {key: 'what', label: 'What', type: 'text'},
          {key: 'first', label: of, type: 'text'},
          {key: 'again', label: trial, type: 'text'},
        ],
        rows,
      }),
    ],
  };
}
