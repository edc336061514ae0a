import type {Argv} from 'yargs';
import type {LiveFigures} from '../../analysis/live-figures.ts';
import {at, count, table, textCell} from '../../document/cells.ts';
import {type Document, text} from '../../document/document.ts';
import {ok} from '../../domain/result.ts';
import {isLivePlan} from '../../domain/trial.ts';
import {slotsOf} from '../../live/lanes.ts';
import {asking, type Command, printDocument} from '../command.ts';

interface Options {
  readonly trial: string | undefined;
}

interface Status {
  readonly trial: string;
  readonly sealed: boolean;
  /** Whether any process conducts its state folder now; what its store calls running runs only then. */
  readonly conducted: boolean;
  /** Of the whole trial, when every arm is available in every rotation. */
  readonly slotsPlanned: number;
  readonly live: LiveFigures;
}

export const trialStatus: Command<Options> = {
  usage: 'status [trial]',
  describe: 'Tell what live trials do now: the slot, its engine, what came last and what comes next',
  examples: [['ruletrial trial status', 'every live trial that is not sealed']],
  options: yargs =>
    yargs.positional('trial', {type: 'string', describe: 'one trial, sealed or not'}) as Argv<Options>,
  async run(called) {
    const {outside, settings, options} = called;
    const names = options.trial === undefined ? await outside.trials(settings) : [options.trial];
    const conducted = await outside.conducted(settings);
    const found: Status[] = [];
    for (const name of names) {
      const status = await asking(called, name, answers => {
        const live = answers.live();
        const {name, plan, sealedAt} = answers;
        const sealed = sealedAt !== undefined;
        if (!live || !isLivePlan(plan)) return ok(undefined);
        return ok({trial: name, sealed, conducted, slotsPlanned: slotsOf(plan), live});
      });
      if (!status.ok && options.trial !== undefined) return status;
      if (status.ok && status.value && (!status.value.sealed || options.trial !== undefined))
        found.push(status.value);
    }
    printDocument(called, tell(found), found);
    return ok(undefined);
  },
};

function tell(found: readonly Status[]): Document {
  return {
    title: 'Live trials',
    subtitle: found.length === 0 ? 'none runs; begin with: ruletrial daemon' : 'as their stores say now',
    blocks: [
      ...found
        .filter(({sealed, conducted}) => !sealed && !conducted)
        .map(({trial}) => text('warning', `${trial}: nobody conducts it now; go on with: ruletrial daemon`)),
      table({
        name: 'now',
        caption: 'Engines',
        columns: [
          {key: 'trial', label: 'Trial', type: 'text'},
          {key: 'slot', label: 'Slot', type: 'count'},
          {key: 'arm', label: 'Arm', type: 'text'},
          {key: 'ready_at', label: 'Inspects since', type: 'at'},
          {key: 'ends_at', label: 'Until', type: 'at'},
          {key: 'alerts', label: 'Alerts', type: 'count'},
          {key: 'slots_over', label: 'Slots over', type: 'count'},
          {key: 'slots_planned', label: 'Slots in all', type: 'count'},
        ],
        rows: found.flatMap(engines),
      }),
      table({
        name: 'next',
        caption: 'What comes next',
        columns: [
          {key: 'trial', label: 'Trial', type: 'text'},
          {key: 'slot', label: 'Slot', type: 'count'},
          {key: 'arm', label: 'Arm', type: 'text'},
          {key: 'begins_at', label: 'Begins', type: 'at'},
        ],
        rows: found.flatMap(({trial, live}) =>
          live.slots
            .filter(({slot, state}) => state === null && !live.runs.some(run => run.slot === slot))
            .slice(0, 3)
            .map(slot => [textCell(trial), count(slot.slot + 1), textCell(slot.arm), at(slot.beginsAt)]),
        ),
      }),
      ...found.flatMap(({trial, live}) =>
        live.notices.slice(-5).map(notice => text('note', `${trial}: ${notice.kind}: ${notice.text}`)),
      ),
    ],
  };
}

function engines({trial, conducted, slotsPlanned, live: {slots, runs}}: Status) {
  const over = new Set(slots.filter(({state}) => state !== null).map(({slot}) => slot)).size;
  // a run without its end is one that its conductor left when it was killed
  const open = conducted ? runs.filter(({outcome}) => outcome === null) : [];
  const row = (
    slot: number | undefined,
    arm: string | undefined,
    ready: number | null,
    ends: number | undefined,
    alerts: number | undefined,
  ) => [
    textCell(trial),
    count(slot),
    textCell(arm),
    at(ready ?? undefined),
    at(ends),
    count(alerts),
    count(over),
    count(slotsPlanned),
  ];
  if (open.length === 0) return [row(undefined, 'none now', null, undefined, undefined)];
  return open.map(run =>
    row(run.slot + 1, run.arm, run.readyAt, slots.find(({slot}) => slot === run.slot)?.endsAt, run.alerts),
  );
}
