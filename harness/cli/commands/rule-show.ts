import type {Argv} from 'yargs';
import {ok} from '../../domain/result.ts';
import {parseRuleId} from '../../domain/rule.ts';
import {ruleDocument} from '../../report/rule-documents.ts';
import {fail as failSnapshot} from '../../snapshots/failures.ts';
import {type Command, printDocument} from '../command.ts';
import {fail} from '../failures.ts';
import {withCatalogue} from '../with-catalogue.ts';

interface Options {
  readonly rule: string;
}

export const ruleShow: Command<Options> = {
  usage: 'show <rule>',
  describe: 'Show a rule in all snapshots: text, references, policies, revisions',
  examples: [['ruletrial rule show 1:498', 'show a rule by gid:sid; a sid alone means gid 1']],
  options: yargs =>
    yargs.positional('rule', {
      type: 'string',
      demandOption: true,
      describe: 'GID:SID or SID',
    }) as Argv<Options>,
  run(call) {
    const wanted = String(call.options.rule);
    const id = parseRuleId(wanted.includes(':') ? wanted : `1:${wanted}`);
    if (!id) {
      const reason = `expected GID:SID or SID, found "${wanted}"`;
      return Promise.resolve(fail('usage', {reason, command: 'rule show'}));
    }
    return withCatalogue(call, (answers, rows) => {
      const places = answers
        .ruleEverywhere(id.gid, id.sid)
        .flatMap(place =>
          rows.filter(({manifest}) => manifest.digest === place.digest).map(snapshot => ({place, snapshot})),
        )
        .sort((a, b) => b.snapshot.lastAt - a.snapshot.lastAt || b.place.rule.rev - a.place.rule.rev);
      if (places.length === 0) return failSnapshot('rule-unknown', {rule: `${id.gid}:${id.sid}`});
      const value = places.map(({place, snapshot}) => ({
        ...{ruleset: snapshot.manifest.name, variant: snapshot.variant, digest: place.digest},
        ...{firstAt: snapshot.firstAt, lastAt: snapshot.lastAt, rule: place.rule},
      }));
      printDocument(call, ruleDocument(places), value);
      return ok(undefined);
    });
  },
};
