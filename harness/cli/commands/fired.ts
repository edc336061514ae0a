import type {Argv} from 'yargs';
import {PARTS, type PartName} from '../../answers/parts.ts';
import {ok} from '../../domain/result.ts';
import {firedDocument} from '../../report/fired-document.ts';
import {type Command, printDocument, withAnswers} from '../command.ts';
import {fail} from '../failures.ts';

interface Options {
  readonly trial: string;
  readonly part: PartName | undefined;
  readonly arm: string | undefined;
  readonly sid: string | undefined;
  readonly class: string | undefined;
  readonly text: string | undefined;
}

export const fired: Command<Options> = {
  usage: 'fired <trial>',
  describe: 'List the rules that fired: how often, first and last time, captures and source addresses',
  examples: [
    ['ruletrial fired example --arm broad', 'show the rules that one arm fired'],
    ['ruletrial fired example --text "sip invite"', 'search rules by text in their message'],
    [
      'ruletrial fired demo-live --part same-traffic',
      'show rules that fired on the traffic that every arm read',
    ],
    ['ruletrial fired example --sid 1:498 --json', 'show one rule, as JSON'],
  ],
  options: yargs =>
    yargs
      .positional('trial', {
        type: 'string',
        demandOption: true,
        describe: 'a trial, or a schedule (its newest trial)',
      })
      .option('part', {choices: PARTS, describe: 'only this part of a live trial'})
      .option('arm', {type: 'string', describe: 'only this arm'})
      .option('sid', {type: 'string', describe: 'only this rule: SID or GID:SID'})
      .option('class', {
        type: 'string',
        describe: 'only this class, the description of the classtype in alerts, such as "Misc activity"',
      })
      .option('text', {
        type: 'string',
        describe: 'only messages that contain this text, ignoring case',
      }) as Argv<Options>,
  run(call) {
    const {trial, part, arm, sid, class: className, text} = call.options;
    const rule = sid === undefined ? [] : /^(?:(\d{1,10}):)?(\d{1,10})$/.exec(sid);
    if (rule === null) {
      return Promise.resolve(
        fail('usage', {reason: `--sid: expected SID or GID:SID, found "${sid}"`, command: 'fired'}),
      );
    }
    return withAnswers(call, trial, async answers => {
      const identity = await answers.trial();
      const arms = identity.plan.arms.map(({name}) => name);
      if (arm !== undefined && !arms.includes(arm))
        return fail('arm-missing', {trial: identity.name, arm, arms});
      const number = (digits: string | undefined) => (digits === undefined ? undefined : Number(digits));
      const key = {gid: number(rule[1]), sid: number(rule[2])};
      const question = {part, arm, ...key, class: className, text};
      const rows = await answers.fired(question);
      printDocument(call, firedDocument(identity, rows), rows);
      return ok(undefined);
    });
  },
};
