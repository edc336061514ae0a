import type {Argv} from 'yargs';
import {ok} from '../../domain/result.ts';
import {type ListedTrial, trialListDocument} from '../../report/trial-list-document.ts';
import {asking, type Command, printDocument} from '../command.ts';

export const trialList: Command = {
  usage: 'list',
  describe: 'List trials',
  examples: [['ruletrial trial list --json', 'list trials as JSON']],
  options: yargs => yargs as Argv<object>,
  async run(called) {
    const rows: ListedTrial[] = [];
    for (const name of await called.deps.trials(called.settings)) {
      const row = await asking(called, name, async answers => {
        const {plan, sealedAt} = await answers.trial();
        const {kind, arms, captures, createdAt} = plan;
        return ok({
          ...{trial: name, kind, createdAt, sealedAt},
          arms: arms.map(arm => arm.name),
          captures: captures.length,
        });
      });
      // a broken one does not hide the others
      rows.push(
        row.ok
          ? row.value
          : {trial: name, kind: 'broken', arms: [], captures: 0, createdAt: undefined, sealedAt: undefined},
      );
    }
    printDocument(called, trialListDocument(rows, called.settings.stateDir), rows);
    return ok(undefined);
  },
};
