import type {Argv} from 'yargs';
import {type TakenRuleset, takeRulesets} from '../../arms/take-rulesets.ts';
import {count, table, textCell} from '../../document/cells.ts';
import type {Document} from '../../document/document.ts';
import type {Failure} from '../../domain/failure.ts';
import {failed, ok, type Result} from '../../domain/result.ts';
import {POLICIES, type Policy} from '../../domain/rule.ts';
import {type Manifest, ruleCount} from '../../domain/snapshot.ts';
import {gateTable} from '../../report/gate-table.ts';
import {column} from '../../report/tables.ts';
import {shortDigest} from '../../report/tell-snapshots.ts';
import type {Acceptable} from '../../snapshots/gate.ts';
import {type Command, conductingOrAsking, printDocument} from '../command.ts';
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
  describe: 'Take snapshots of rulesets: fetch them, let them through the gate, freeze and catalogue them',
  examples: [
    ['ruletrial snapshot take community', 'one ruleset of rulesets/'],
    ['ruletrial snapshot take --all', 'every ruleset; those that lack an oinkcode are told and left out'],
    ['ruletrial snapshot take et-blocklist --accept-shrink', 'a list that has rightly become much shorter'],
  ],
  options: yargs =>
    yargs
      .positional('names', {
        type: 'string',
        array: true,
        default: [],
        describe: 'files in rulesets/, without .yaml',
      })
      .option('all', {type: 'boolean', default: false, describe: 'every ruleset of this project'})
      .option('policy', {choices: POLICIES, describe: "in place of the rulesets' own"})
      .option('accept-shrink', {
        type: 'boolean',
        default: false,
        describe: 'take what has become much smaller',
      })
      .option('accept-bad-lines', {
        type: 'boolean',
        default: false,
        describe: 'take a list with lines that are no address',
      })
      .option('accept-empty', {
        type: 'boolean',
        default: false,
        describe: 'take a list that its provider has emptied',
      }) as unknown as Argv<Options>,
  async run(called) {
    const {names, all, policy, acceptShrink, acceptBadLines, acceptEmpty} = called.options;
    if (all === names.length > 0) {
      const reason = 'expected names of rulesets, or --all';
      return fail('usage', {reason, command: 'snapshot take'});
    }
    const accept: Acceptable[] = [
      ...(acceptShrink ? (['shrink'] as const) : []),
      ...(acceptBadLines ? (['bad-lines'] as const) : []),
      ...(acceptEmpty ? (['empty'] as const) : []),
    ];
    const wish = {...(all ? {} : {names: [...names]}), ...(policy ? {policy} : {}), accept};
    const done = await conductingOrAsking<readonly TakenRuleset[], 'snapshot take'>(
      called,
      'snapshot take',
      wish,
      outside => takeRulesets({names: wish.names, policy, accept}, outside),
    );
    if (!done.ok) return done;
    printDocument(called, tell(done.value), done.value.map(told));
    return firstRefusal(done.value, all);
  },
};

/** What a ruleset of a provider lacks is no failure of taking all. */
function firstRefusal(taken: readonly TakenRuleset[], all: boolean): Result<void, Failure> {
  const bad = taken.find(({outcome}) => outcome === 'refused' || (!all && outcome === 'unavailable'));
  return bad?.failure ? failed(bad.failure) : ok(undefined);
}

const told = ({ruleset, outcome, words, manifest, last}: TakenRuleset) => ({
  ruleset,
  outcome,
  words,
  manifest,
  last,
});

function tell(taken: readonly TakenRuleset[]): Document {
  const rows = taken.map(({ruleset, outcome, words, manifest, last}) => {
    const shown: Manifest | undefined = manifest ?? last;
    return [
      textCell(ruleset),
      textCell(outcome),
      textCell(shown && shortDigest(shown.digest)),
      count(shown && ruleCount(shown.counts)),
      count(shown?.counts.enabled),
      count(shown?.counts.entries || undefined),
      textCell(words),
    ];
  });
  const judged = taken.flatMap(({ruleset, manifest}) =>
    manifest ? [{of: ruleset, gate: manifest.gate}] : [],
  );
  return {
    title: 'Snapshots taken',
    subtitle: 'of what was refused the last good snapshot stays in use',
    blocks: [
      table({
        name: 'taken',
        caption: 'By ruleset',
        columns: [
          column('ruleset', 'Ruleset', 'text'),
          column('outcome', 'Outcome', 'text'),
          column('snapshot', 'Snapshot in use', 'text'),
          column('rules', 'Rules', 'count'),
          column('enabled', 'Enabled', 'count'),
          column('addresses', 'Addresses', 'count'),
          column('words', 'Why', 'text'),
        ],
        rows,
      }),
      gateTable(judged),
    ],
  };
}
