import type {Argv} from 'yargs';
import {ok} from '../../domain/result.ts';
import {type ListedTrial, trialListDocument} from '../../report/trial-list-document.ts';
import {type Command, printDocument, withAnswers} from '../command.ts';

export const trialList: Command = {
  usage: 'list',
  describe: 'List trials',
  examples: [['ruletrial trial list --json', 'list trials as JSON']],
  options: yargs => yargs as Argv<object>,
  async run(call) {
    const rows: ListedTrial[] = [];
    for (const name of await call.deps.trials(call.settings)) {
      const row = await withAnswers(call, name, async answers => {
        const {plan, sealedAt} = await answers.trial();
        const {kind, arms, captures, createdAt} = plan;
        return ok({
          ...{trial: name, kind, createdAt, sealedAt},
          arms: arms.map(arm => arm.name),
          captures: captures.length,
        });
      });
      // a broken trial does not hide the others
      rows.push(
        row.ok
          ? row.value
          : {trial: name, kind: 'broken', arms: [], captures: 0, createdAt: undefined, sealedAt: undefined},
      );
    }
    printDocument(call, trialListDocument(rows, call.settings.stateDir), rows);
    return ok(undefined);
  },
};
