import type {Argv} from 'yargs';
import type {CheckedArm, CheckedSchedule} from '../../arms/checked-arm.ts';
import {readRuleset} from '../../arms/read-declared.ts';
import {count, table, textCell} from '../../document/cells.ts';
import {type Block, type Document, heading, text} from '../../document/document.ts';
import type {Failure} from '../../domain/failure.ts';
import {failed, ok, type Result} from '../../domain/result.ts';
import {RULES_LACKING} from '../../live/check-live.ts';
import {examineLive} from '../../machine/examine-live.ts';
import {overlapTable} from '../../report/tell-overlaps.ts';
import {currentSnapshot} from '../../snapshots/declared.ts';
import {checkSchedule} from '../../trial/check-schedule.ts';
import {tellFailure} from '../all-failures.ts';
import {type Called, type Command, conducting, printDocument} from '../command.ts';
import type {Conducting} from '../outside.ts';

interface Options {
  readonly name: string | undefined;
}

interface Checked {
  readonly rulesets: readonly {readonly ruleset: string; readonly files: number; readonly digest: string}[];
  readonly schedules: readonly {
    readonly schedule: string;
    readonly captures: number;
    readonly ignored: readonly string[];
    readonly arms: readonly CheckedArm[];
    readonly overlaps: CheckedSchedule['overlaps'];
  }[];
  /** A live schedule is among them. */
  readonly live: boolean;
  /** What a person may still do, and nothing is wrong without. */
  readonly notes: readonly string[];
  /** Live schedules that nothing is wrong with, and of which no arm could run now. */
  readonly cannotRun: readonly string[];
  readonly failures: readonly {readonly of: string; readonly failure: Failure; readonly words: string}[];
}

/** What this machine lacks for a live schedule is no mistake in it. */
const LACKS = new Set(['interface-missing', 'recorder-missing', 'engine-not-found']);

export const check: Command<Options> = {
  usage: 'check [name]',
  describe:
    'Check every declaration and say what would run; Snort tests the very rules that a trial would load',
  examples: [
    ['ruletrial check', 'all rulesets and schedules of this project'],
    ['ruletrial check example', 'one schedule and its rulesets'],
  ],
  options: yargs =>
    yargs.positional('name', {type: 'string', describe: 'one schedule alone'}) as Argv<Options>,
  async run(called) {
    const found = await conducting<Checked>(called, async outside =>
      ok(await checkAll(called.options.name, outside)),
    );
    if (!found.ok) return found;
    const done = found.value.live ? await withMachine(found.value, called) : found;
    const {failures} = done.value;
    printDocument(called, tell(done.value), done.value);
    const first = failures[0];
    return first ? failed(first.failure) : ok(undefined);
  },
};

/** What a live schedule asks of this machine, and it does not have. */
async function withMachine(checked: Checked, {outside, settings}: Called<unknown>) {
  const lacks = examineLive(await outside.machine(settings)).filter(({state}) => state !== 'good');
  const words = lacks.map(({check: of, found, advice}) => [`${of}: ${found}`, ...advice].join('; '));
  return ok({...checked, notes: [...checked.notes, ...words]});
}

async function checkAll(name: string | undefined, conductor: Conducting): Promise<Checked> {
  const outside = {...conductor, mayFetch: false};
  const notes: string[] = [];
  const cannotRun: string[] = [];
  const failures: Checked['failures'][number][] = [];
  const gather = <T>(of: string, result: Result<T, Failure>): T[] => {
    if (result.ok) return [result.value];
    const {words} = tellFailure(result.failure);
    const {kind} = result.failure;
    if (of.startsWith('ruleset') && RULES_LACKING.has(kind)) notes.push(words);
    else if (of.startsWith('live') && LACKS.has(kind)) {
      cannotRun.push(of);
      notes.push(`${of} cannot run here: ${words}`);
    } else failures.push({of, failure: result.failure, words});
    return [];
  };
  const rulesets: Checked['rulesets'][number][] = [];
  for (const ruleset of name === undefined ? await outside.declarations.names('ruleset') : []) {
    for (const {value} of gather(`ruleset ${ruleset}`, await readRuleset(ruleset, outside))) {
      const taking = {...outside, resolve: outside.declarations.resolve};
      const snapshot = await currentSnapshot(ruleset, value, value.policy, taking);
      for (const {files, digest} of gather(`ruleset ${ruleset}`, snapshot)) {
        rulesets.push({ruleset, files: files.length, digest});
      }
    }
  }
  let live = false;
  const schedules: Checked['schedules'][number][] = [];
  for (const schedule of name === undefined ? await outside.declarations.names('schedule') : [name]) {
    if (await outside.isLive(schedule)) {
      live = true;
      for (const {unavailable, ...of} of gather(
        `live schedule ${schedule}`,
        await outside.checkLive(schedule),
      )) {
        schedules.push({schedule, ...of});
        const arms = unavailable.map(({arm}) => arm).join(', ');
        if (name !== undefined)
          notes.push(...unavailable.map(({arm, words}) => `arm ${arm} has no rules now: ${words}`));
        else if (arms !== '')
          notes.push(`${schedule}: without rules now: ${arms}; what their rulesets lack stands above`);
        if (of.arms.length === 0) cannotRun.push(schedule);
        if (of.arms.length === 1)
          notes.push(`${schedule}: only ${of.arms[0]?.arm} has rules: one arm alone is no comparison`);
      }
      continue;
    }
    schedules.push(
      ...gather(`schedule ${schedule}`, await checkSchedule(schedule, outside)).map(of => ({
        schedule,
        ...of,
      })),
    );
  }
  return {rulesets, schedules, live, notes, failures, cannotRun};
}

function tell({rulesets, schedules, notes, failures, cannotRun}: Checked): Document {
  const blocks: Block[] = [
    ...failures.flatMap(({of, words}) => words.split('\n').map(line => text('warning', `${of}: ${line}`))),
    ...notes.map(line => text('note', line)),
    table({
      name: 'rulesets',
      caption: 'Rulesets',
      columns: [
        {key: 'ruleset', label: 'Ruleset', type: 'text'},
        {key: 'files', label: 'Files', type: 'count'},
        {key: 'sha256', label: 'Rules SHA-256', type: 'text'},
      ],
      rows: rulesets.map(row => [textCell(row.ruleset), count(row.files), textCell(row.digest.slice(0, 16))]),
    }),
    table({
      name: 'would-run',
      caption: 'What would run',
      columns: [
        {key: 'schedule', label: 'Schedule', type: 'text'},
        {key: 'captures', label: 'Captures', type: 'count'},
        {key: 'arm', label: 'Arm', type: 'text'},
        {key: 'engine', label: 'Engine', type: 'text'},
        {key: 'rules_loaded', label: 'Rules loaded', type: 'count'},
        {key: 'rules_enabled', label: 'Enabled', type: 'count'},
      ],
      rows: schedules.flatMap(({schedule, captures, arms}) =>
        arms.map(arm => [
          textCell(schedule),
          count(captures),
          textCell(arm.arm),
          textCell(arm.engine),
          count(arm.loaded),
          count(arm.enabled),
        ]),
      ),
    }),
    ...schedules
      .filter(({overlaps}) => overlaps.length > 0)
      .flatMap(({schedule, overlaps}) => [
        heading(2, `Rules that the arms of ${schedule} would load`),
        overlapTable(`overlap-${schedule.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '')}`, overlaps),
      ]),
    ...schedules
      .filter(({ignored}) => ignored.length > 0)
      .map(({schedule, ignored}) =>
        text(
          'note',
          `${schedule}: in its folders these are no captures and are not read: ${ignored.join(', ')}`,
        ),
      ),
  ];
  const runs = schedules.reduce((sum, {captures, arms}) => sum + captures * arms.length, 0);
  return {
    title: titleOf(failures.length, cannotRun.length),
    subtitle: `${runs} captures to be read in all, each arm counted`,
    blocks,
  };
}

const titleOf = (mistakes: number, cannotRun: number): string => {
  if (mistakes > 0) return 'Not all is well';
  return cannotRun > 0 ? 'No mistakes, but not everything can run here now' : 'All is well';
};
