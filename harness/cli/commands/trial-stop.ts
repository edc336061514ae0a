import type {Argv} from 'yargs';
import {facts, textCell} from '../../document/cells.ts';
import type {Failure} from '../../domain/failure.ts';
import {ok, type Result} from '../../domain/result.ts';
import {isLivePlan} from '../../domain/trial.ts';
import {fail as failLive} from '../../live/failures.ts';
import {asConductor, type Command, type CommandCall, printDocument, withAnswers} from '../command.ts';
import {sayer} from '../console.ts';
import {reportSealed} from './trial-run.ts';

interface Options {
  readonly trial: string;
}

export const trialStop: Command<Options> = {
  usage: 'stop <trial>',
  runsEngines: true,
  describe: 'Stop a live trial early: its engines end, recorded traffic is replayed, and the trial is sealed',
  examples: [['ruletrial trial stop daily-1', 'stop this trial; takes effect within two seconds']],
  options: yargs =>
    yargs.positional('trial', {
      type: 'string',
      demandOption: true,
      describe: 'a trial (see trial list) or its schedule',
    }) as Argv<Options>,
  async run(call) {
    const {deps, settings, options} = call;
    const known = await withAnswers(call, options.trial, async answers => {
      const {name, plan, sealedAt} = await answers.trial();
      const kind = isLivePlan(plan)
        ? undefined
        : `it is a trial of kind ${plan.kind}; seal it as it is with: ruletrial trial seal ${name}`;
      const reason = sealedAt === undefined ? kind : 'it is sealed already';
      return reason === undefined ? ok(name) : failLive('not-conducted', {trial: name, reason: reason});
    });
    if (!known.ok) return known;
    const trial = known.value;
    const {say, stop} = sayer();
    const answer = await deps.request(settings, 'trial stop', {trial}, say).finally(stop);
    if (answer === 'not-accepted') {
      if (!(await deps.conducted(settings))) return stopHere(trial, call);
      const reason = 'the process using this state folder runs no live trial';
      return failLive('not-conducted', {trial, reason});
    }
    if (!answer.ok) return answer;
    const document = {
      title: `Stopping ${trial}`,
      subtitle: 'it is sealed when its engines have ended and the recorded traffic is replayed',
      blocks: [facts([['trial', textCell(trial)]])],
    };
    printDocument(call, document, {trial, stopping: true});
    return ok(undefined);
  },
};

/** Stops a trial that no process runs, seals it here and writes its report. */
async function stopHere(trial: string, call: CommandCall<Options>): Promise<Result<void, Failure>> {
  const done = await asConductor<string>(call, conductor => conductor.stopLive(trial));
  return done.ok ? reportSealed({...call, options: {full: false}}, done.value) : done;
}
