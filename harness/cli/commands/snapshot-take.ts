import type {Argv} from 'yargs';
import {type TakenRuleset, takeRulesets} from '../../arms/take-rulesets.ts';
import type {Failure} from '../../domain/failure.ts';
import {failed, ok, type Result} from '../../domain/result.ts';
import {POLICIES, type Policy} from '../../domain/rule.ts';
import {takeDocument} from '../../report/take-document.ts';
import type {Acceptable} from '../../snapshots/gate.ts';
import {type Command, conductOrRequest, printDocument} from '../command.ts';
import {fail} from '../failures.ts';

interface Options {
  readonly names: readonly string[];
  readonly all: boolean;
  readonly policy: Policy | undefined;
  readonly acceptShrink: boolean;
  readonly acceptBadLines: boolean;
  readonly acceptEmpty: boolean;
}

export const snapshotTake: Command<Options> = {
  usage: 'take [names..]',
  describe: 'Take snapshots of rulesets: download, check, freeze and catalogue them',
  examples: [
    ['ruletrial snapshot take community', 'take one ruleset from rulesets/'],
    [
      'ruletrial snapshot take --all',
      'take every ruleset; those that lack an oinkcode are skipped and listed',
    ],
    ['ruletrial snapshot take et-blocklist --accept-shrink', 'accept a blocklist that became much shorter'],
  ],
  options: yargs =>
    yargs
      .positional('names', {
        type: 'string',
        array: true,
        default: [],
        describe: 'files in rulesets/, without .yaml',
      })
      .option('all', {type: 'boolean', default: false, describe: 'take every ruleset of this project'})
      .option('policy', {choices: POLICIES, describe: "policy to use in place of the rulesets' own"})
      .option('accept-shrink', {
        type: 'boolean',
        default: false,
        describe: 'accept a ruleset that became much smaller',
      })
      .option('accept-bad-lines', {
        type: 'boolean',
        default: false,
        describe: 'accept a blocklist with invalid lines',
      })
      .option('accept-empty', {
        type: 'boolean',
        default: false,
        describe: 'accept a blocklist that its provider emptied',
      }) as unknown as Argv<Options>,
  async run(call) {
    const {names, all, policy, acceptShrink, acceptBadLines, acceptEmpty} = call.options;
    if (all === names.length > 0) {
      const reason = 'expected names of rulesets, or --all';
      return fail('usage', {reason, command: 'snapshot take'});
    }
    const accept: Acceptable[] = [
      ...(acceptShrink ? (['shrink'] as const) : []),
      ...(acceptBadLines ? (['bad-lines'] as const) : []),
      ...(acceptEmpty ? (['empty'] as const) : []),
    ];
    const request = {...(all ? {} : {names: [...names]}), ...(policy ? {policy} : {}), accept};
    const done = await conductOrRequest<readonly TakenRuleset[], 'snapshot take'>(
      call,
      'snapshot take',
      request,
      deps => takeRulesets({names: request.names, policy, accept}, deps),
    );
    if (!done.ok) return done;
    printDocument(call, takeDocument(done.value), done.value.map(takenValue));
    return firstRefusal(done.value, all);
  },
};

/** Returns the first failure. With --all, rulesets that are unavailable are not failures. */
function firstRefusal(taken: readonly TakenRuleset[], all: boolean): Result<void, Failure> {
  const bad = taken.find(({result}) => result === 'refused' || (!all && result === 'unavailable'));
  return bad?.failure ? failed(bad.failure) : ok(undefined);
}

const takenValue = ({ruleset, result, message, manifest, last}: TakenRuleset) => ({
  ruleset,
  result,
  words: message,
  manifest,
  last,
});
