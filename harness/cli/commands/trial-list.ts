import type {Argv} from 'yargs';
import {at, count, table, textCell} from '../../document/cells.ts';
import {ok} from '../../domain/result.ts';
import {asking, type Command, printDocument} from '../command.ts';

interface Row {
  readonly trial: string;
  readonly kind: string;
  readonly arms: readonly string[];
  readonly captures: number;
  readonly createdAt: number | undefined;
  readonly sealedAt: number | undefined;
}

export const trialList: Command = {
  usage: 'list',
  describe: 'List the trials of the state folder',
  examples: [['ruletrial trial list --json', 'the same for a program']],
  options: yargs => yargs as Argv<object>,
  async run(called) {
    const rows: Row[] = [];
    for (const name of await called.outside.trials(called.settings)) {
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
    const document = {
      title: 'Trials',
      subtitle: `in ${called.settings.stateDir}`,
      blocks: [
        table({
          name: 'trials',
          caption: 'Trials by name and number',
          columns: [
            {key: 'trial', label: 'Trial', type: 'text'},
            {key: 'kind', label: 'Kind', type: 'text'},
            {key: 'arms', label: 'Arms', type: 'text'},
            {key: 'captures', label: 'Captures', type: 'count'},
            {key: 'made_at', label: 'Made', type: 'at'},
            {key: 'sealed_at', label: 'Sealed', type: 'at'},
          ],
          rows: rows.map(row => [
            textCell(row.trial),
            textCell(row.kind),
            textCell(row.arms.join(', ')),
            count(row.captures),
            at(row.createdAt),
            at(row.sealedAt),
          ]),
        }),
      ],
    };
    printDocument(called, document, rows);
    return ok(undefined);
  },
};
