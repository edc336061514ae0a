import type {Argv} from 'yargs';
import {table, textCell} from '../../document/cells.ts';
import {type Document, text} from '../../document/document.ts';
import {ok} from '../../domain/result.ts';
import {examine} from '../../machine/examine.ts';
import type {Check} from '../../machine/ports.ts';
import {type Command, printDocument} from '../command.ts';

export const doctor: Command = {
  usage: 'doctor',
  describe: 'Look at what a trial needs of this machine, and say how this system gets Snort 3',
  examples: [['ruletrial doctor', 'Node.js, Snort 3, its DAQ modules, the disk']],
  options: yargs => yargs as Argv<object>,
  async run(called) {
    const facts = await called.outside.machine(called.settings);
    const checks = examine(facts);
    printDocument(called, tell(facts.osName || facts.platform, checks), {checks, machine: facts});
    return ok(undefined);
  },
};

const MARK = {good: 'good', note: 'note', bad: 'BAD'} as const;

function tell(system: string, checks: readonly Check[]): Document {
  return {
    title: 'Doctor',
    subtitle: system,
    blocks: [
      table({
        name: 'checks',
        caption: 'This machine',
        columns: [
          {key: 'check', label: 'Check', type: 'text'},
          {key: 'state', label: 'State', type: 'text'},
          {key: 'found', label: 'Found', type: 'text'},
        ],
        rows: checks.map(({check, state, found}) => [
          textCell(check),
          textCell(MARK[state]),
          textCell(found),
        ]),
      }),
      ...checks.flatMap(({check, state, advice}) =>
        advice.map(words => text(state === 'bad' ? 'warning' : 'note', `${check}: ${words}`)),
      ),
    ],
  };
}
