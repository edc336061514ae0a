import type {Argv} from 'yargs';
import {facts, textCell} from '../../document/cells.ts';
import {ok} from '../../domain/result.ts';
import {isLivePlan} from '../../domain/trial.ts';
import {fail as failLive} from '../../live/failures.ts';
import {asking, type Command, printDocument} from '../command.ts';
import {sayer} from '../console.ts';

interface Options {
  readonly trial: string;
}

export const trialStop: Command<Options> = {
  usage: 'stop <trial>',
  describe:
    'End a live trial before its time: its engines stop, what is recorded is replayed, and it is sealed',
  examples: [['ruletrial trial stop daily-1', 'the process that conducts it takes this within two seconds']],
  options: yargs =>
    yargs.positional('trial', {
      type: 'string',
      demandOption: true,
      describe: 'the trial as `trial list` names it, or its schedule',
    }) as Argv<Options>,
  async run(called) {
    const {deps, settings, options} = called;
    const known = await asking(called, options.trial, async answers => {
      const {name, plan, sealedAt} = await answers.trial();
      const kind = isLivePlan(plan)
        ? undefined
        : `a trial of kind ${plan.kind} ends with the command that runs it`;
      const why = sealedAt === undefined ? kind : 'it is sealed already';
      return why === undefined ? ok(name) : failLive('not-conducted', {trial: name, why});
    });
    if (!known.ok) return known;
    const trial = known.value;
    const {say, stop} = sayer();
    const asked = await deps.request(settings, 'trial stop', {trial}, say).finally(stop);
    if (asked === 'nobody-took-it') {
      const why = (await deps.conducted(settings))
        ? 'the process at work in this state folder conducts no live trial'
        : 'no process conducts this state folder; begin one with: ruletrial daemon';
      return failLive('not-conducted', {trial, why});
    }
    if (!asked.ok) return asked;
    const document = {
      title: `${trial} is being stopped`,
      subtitle: 'it is sealed when its engines have ended and what it recorded is replayed',
      blocks: [facts([['trial', textCell(trial)]])],
    };
    printDocument(called, document, {trial, stopping: true});
    return ok(undefined);
  },
};
