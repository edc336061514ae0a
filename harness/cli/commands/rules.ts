import type {Argv} from 'yargs';
import {ok} from '../../domain/result.ts';
import {tellRules} from '../../report/fired-rules.ts';
import {asking, type Command, printDocument} from '../command.ts';
import {fail} from '../failures.ts';

interface Options {
  readonly trial: string;
  readonly arm: string | undefined;
  readonly sid: string | undefined;
  readonly classtype: string | undefined;
  readonly text: string | undefined;
}

export const rules: Command<Options> = {
  usage: 'rules <trial>',
  describe: 'Which rules fired: how often, first, last, in how many captures, from how many sources',
  examples: [
    ['ruletrial rules example --arm broad', 'the rules that one arm fired'],
    ['ruletrial rules example --text "sip invite"', 'rules by a part of their message'],
    ['ruletrial rules example --sid 1:498 --json', 'one rule, for a program'],
  ],
  options: yargs =>
    yargs
      .positional('trial', {
        type: 'string',
        demandOption: true,
        describe: 'a trial, or a schedule (its newest trial)',
      })
      .option('arm', {type: 'string', describe: 'of this arm alone'})
      .option('sid', {type: 'string', describe: 'this rule: SID or GID:SID'})
      .option('classtype', {type: 'string', describe: 'of this classtype, as the alert names it'})
      .option('text', {
        type: 'string',
        describe: 'with this in the message, whatever its case',
      }) as Argv<Options>,
  run(called) {
    const {trial, arm, sid, classtype, text} = called.options;
    const rule = sid === undefined ? [] : /^(?:(\d{1,10}):)?(\d{1,10})$/.exec(sid);
    if (rule === null) {
      return Promise.resolve(
        fail('usage', {reason: `--sid: expected SID or GID:SID, found "${sid}"`, command: 'rules'}),
      );
    }
    return asking(called, trial, answers => {
      const arms = answers.plan.arms.map(({name}) => name);
      if (arm !== undefined && !arms.includes(arm))
        return fail('arm-missing', {trial: answers.name, arm, arms});
      const number = (part: string | undefined) => (part === undefined ? undefined : Number(part));
      const rows = answers.rules({arm, gid: number(rule[1]), sid: number(rule[2]), classtype, text});
      printDocument(called, tellRules(answers.name, rows), rows);
      return ok(undefined);
    });
  },
};
