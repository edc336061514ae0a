import type {Argv} from 'yargs';
import {replay} from '../../daemon/perform.ts';
import {type Command, conductOrRequest} from '../command.ts';
import {fail} from '../failures.ts';
import {type FullOption, fullOption} from '../write-trial-report.ts';
import {reportSealed} from './trial-run.ts';

interface Options extends FullOption {
  readonly trial: string;
  readonly slots: string | undefined;
  readonly arm: readonly string[];
}

export const trialReplay: Command<Options> = {
  usage: 'replay <trial>',
  describe:
    'Replay the recorded traffic of a live trial through its arms, or through other rulesets, as a new trial',
  runsEngines: true,
  examples: [
    ['ruletrial trial replay daily-1 --slots 3..7', 'replay five slots through every arm'],
    [
      'ruletrial trial replay daily-1 --arm community --arm my-rules',
      'replay through two rulesets, one of which was added later',
    ],
  ],
  options: yargs =>
    fullOption(yargs)
      .positional('trial', {type: 'string', demandOption: true, describe: 'a live trial, or its schedule'})
      .option('slots', {type: 'string', describe: 'first and last slot, such as 3..7; default: all'})
      .option('arm', {
        type: 'string',
        array: true,
        default: [],
        describe: 'an arm of the trial, or a ruleset; default: all arms of the trial',
      }) as unknown as Argv<Options>,
  async run(call) {
    const {trial, slots, arm} = call.options;
    const range = slots === undefined ? undefined : readSlots(slots);
    if (slots !== undefined && !range) {
      const reason = `--slots: expected a range such as 3..7, found "${slots}"`;
      return fail('usage', {reason, command: 'trial replay'});
    }
    const request = {trial, ...(range ? {slots: range} : {}), arms: [...arm]};
    const done = await conductOrRequest<string, 'trial replay'>(call, 'trial replay', request, deps =>
      replay(request, deps),
    );
    return done.ok ? reportSealed(call, done.value) : done;
  },
};

/** Reads slots written as `3..7` or `5`, counted from 1. */
function readSlots(text: string): [number, number] | undefined {
  const found = /^([1-9]\d{0,6})(?:\.\.([1-9]\d{0,6}))?$/.exec(text);
  if (!found) return undefined;
  const [from, to] = [Number(found[1]), Number(found[2] ?? found[1])];
  return from <= to ? [from, to] : undefined;
}
