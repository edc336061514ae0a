import type {Argv} from 'yargs';
import {ok} from '../../domain/result.ts';
import {isLivePlan} from '../../domain/trial.ts';
import {slotsOf} from '../../live/lanes.ts';
import {statusDocument, type TrialStatus} from '../../report/status-document.ts';
import {type Command, printDocument, withAnswers} from '../command.ts';

interface Options {
  readonly trial: string | undefined;
}

export const trialStatus: Command<Options> = {
  usage: 'status [trial]',
  describe:
    'Show every live trial that is not sealed: the current slot, its engine, recent notices and what comes next',
  examples: [['ruletrial trial status', 'show every live trial that is not sealed']],
  options: yargs =>
    yargs.positional('trial', {type: 'string', describe: 'one trial, sealed or not'}) as Argv<Options>,
  async run(call) {
    const {deps, settings, options} = call;
    const names = options.trial === undefined ? await deps.trials(settings) : [options.trial];
    const conducted = await deps.conducted(settings);
    const found: TrialStatus[] = [];
    for (const name of names) {
      const status = await withAnswers(call, name, async answers => {
        const live = await answers.live();
        const {name: trial, plan, sealedAt} = await answers.trial();
        if (!live || !isLivePlan(plan)) return ok(undefined);
        return ok({trial, sealed: sealedAt !== undefined, conducted, slotsPlanned: slotsOf(plan), live});
      });
      if (!status.ok && options.trial !== undefined) return status;
      if (status.ok && status.value && (!status.value.sealed || options.trial !== undefined))
        found.push(status.value);
    }
    printDocument(call, statusDocument(found), found);
    return ok(undefined);
  },
};
