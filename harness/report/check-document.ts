import type {CheckedArm, CheckedSchedule} from '../arms/checked-arm.ts';
import {count, textCell} from '../document/cells.ts';
import {type Block, type Document, heading, text} from '../document/document.ts';
import type {Failure} from '../domain/failure.ts';
import {overlapTable} from './overlap-section.ts';
import {col, tableIfAny} from './tables.ts';

/** The results of checking a project's declarations. */
export interface Checked {
  readonly rulesets: readonly {readonly ruleset: string; readonly files: number; readonly digest: string}[];
  readonly schedules: readonly {
    readonly schedule: string;
    readonly captures: number;
    readonly ignored: readonly string[];
    readonly arms: readonly CheckedArm[];
    readonly overlaps: CheckedSchedule['overlaps'];
  }[];
  /** Whether one of the schedules is live. */
  readonly live: boolean;
  /** Suggestions that are not errors. */
  readonly notes: readonly string[];
  /** Valid live schedules that cannot run now. */
  readonly cannotRun: readonly string[];
  readonly failures: readonly {readonly of: string; readonly failure: Failure; readonly message: string}[];
}

/** Makes the document that `check` prints: what would run, and every error. */
export function checkDocument(checked: Checked): Document {
  const {rulesets, schedules, notes, failures} = checked;
  return {
    title: titleOf(checked),
    subtitle: 'rulesets and schedules',
    blocks: [
      ...failures.flatMap(({of, message}) =>
        message.split('\n').map(line => text('warning', `${of}: ${line}`)),
      ),
      ...notes.map(line => text('note', line)),
      ...tableIfAny('rulesets', 'Rulesets', rulesets, [
        col('ruleset', 'Ruleset', textCell, row => row.ruleset),
        col('files', 'Files', count, row => row.files),
        col('sha256', 'Rules SHA-256', textCell, row => row.digest.slice(0, 16)),
      ]),
      ...wouldRun(schedules),
      ...schedules.flatMap(overlapsOf),
      ...schedules
        .filter(({ignored}) => ignored.length > 0)
        .map(({schedule, ignored}) =>
          text('note', `${schedule}: ignored files that are not captures: ${ignored.join(', ')}`),
        ),
    ],
  };
}

const titleOf = ({failures, cannotRun}: Checked): string => {
  if (failures.length > 0) return failures.length === 1 ? '1 error' : `${failures.length} errors`;
  return cannotRun.length > 0 ? `Valid, but ${cannotRun.join(', ')} cannot run here now` : 'Valid';
};

const wouldRun = (schedules: Checked['schedules']): Block[] =>
  tableIfAny(
    'would-run',
    'What would run',
    schedules.flatMap(({schedule, captures, arms}) => arms.map(arm => ({schedule, captures, ...arm}))),
    [
      col('schedule', 'Schedule', textCell, row => row.schedule),
      col('captures', 'Captures', count, row => row.captures || undefined),
      col('arm', 'Arm', textCell, row => row.arm),
      col('engine', 'Engine', textCell, row => row.engine),
      col('rules_loaded', 'Rules loaded', count, row => row.loaded),
      col('rules_enabled', 'Enabled', count, row => row.enabled),
    ],
  );

function overlapsOf({schedule, overlaps}: Checked['schedules'][number]): Block[] {
  if (overlaps.length === 0) return [];
  const name = schedule.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return [
    heading(2, `Rules that the arms of ${schedule} would enable`),
    overlapTable(`overlap-${name}`, overlaps),
  ];
}
