import type {Argv} from 'yargs';
import {ok} from '../../domain/result.ts';
import {fail as failTrial} from '../../trial/failures.ts';
import {newestOf} from '../../trial/trials.ts';
import {asConductor, type Command} from '../command.ts';
import {type FullOption, fullOption} from '../write-trial-report.ts';
import {reportSealed} from './trial-run.ts';

interface Options extends FullOption {
  readonly trial: string;
}

export const trialSeal: Command<Options> = {
  usage: 'seal <trial>',
  describe:
    'Seal a trial of imported logs, or an unfinished replay as it is: its data can no longer change, and its report is written',
  examples: [
    ['ruletrial trial seal mine', 'seal the newest trial of imported logs named mine'],
    [
      'ruletrial trial seal example-1',
      'end an unfinished replay, for example after its schedule was changed',
    ],
  ],
  options: yargs =>
    fullOption(yargs).positional('trial', {
      type: 'string',
      demandOption: true,
      describe: 'a trial, or its name without the number',
    }) as Argv<Options>,
  async run(call) {
    const done = await asConductor<string>(call, async deps => {
      const known = await deps.trials.names();
      const name = newestOf(call.options.trial, known);
      if (name === undefined) return failTrial('trial-missing', {trial: call.options.trial, known});
      const store = deps.trials.open(name);
      if (!store.ok) return store;
      try {
        const {kind} = store.value.plan;
        if (kind !== 'ingested' && kind !== 'replay')
          return failTrial('trial-kind', {trial: name, found: kind, expected: 'ingested or replay'});
        const {sealed, runs} = store.value.facts();
        if (sealed) return failTrial('trial-sealed', {trial: name});
        // a killed process left them open, and another one would have repeated their work
        for (const {run, outcome} of runs)
          if (outcome === undefined) store.value.cancelRun(run, deps.clock.now());
        store.value.seal(deps.clock.now());
        return ok(name);
      } finally {
        store.value.close();
      }
    });
    return done.ok ? reportSealed(call, done.value) : done;
  },
};
