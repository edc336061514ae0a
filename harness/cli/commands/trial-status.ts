import {join} from 'node:path';
import type {Argv} from 'yargs';
import type {Failure} from '../../domain/failure.ts';
import {ok, type Result} from '../../domain/result.ts';
import {isLivePlan} from '../../domain/trial.ts';
import {slotsOf} from '../../live/lanes.ts';
import {
  type OtherTrial,
  otherTrialDocument,
  statusDocument,
  type TrialStatus,
} from '../../report/status-document.ts';
import {changesSince} from '../changed-schedules.ts';
import {type Command, type CommandCall, printDocument, withAnswers} from '../command.ts';

/** The file of a report that people open first. */
const REPORT_PAGE = 'report.html';

interface Options {
  readonly trial: string | undefined;
}

export const trialStatus: Command<Options> = {
  usage: 'status [trial]',
  describe:
    'Show every live trial that is not sealed: the current slot, its engine, recent notices and what comes next',
  examples: [['ruletrial trial status', 'show every live trial that is not sealed']],
  options: yargs =>
    yargs.positional('trial', {type: 'string', describe: 'one trial, sealed or not'}) as Argv<Options>,
  async run(call) {
    const {deps, settings, options} = call;
    const conducted = await deps.conducted(settings);
    if (options.trial !== undefined) return showOne(options.trial, conducted, call);
    const found: TrialStatus[] = [];
    for (const name of await deps.trials(settings)) {
      const status = await statusOf(name, conducted, call);
      if (status.ok && 'live' in status.value && !status.value.sealed) found.push(status.value);
    }
    printDocument(call, statusDocument(found), found);
    return ok(undefined);
  },
};

async function showOne(
  name: string,
  conducted: boolean,
  call: CommandCall<Options>,
): Promise<Result<void, Failure>> {
  const status = await statusOf(name, conducted, call);
  if (!status.ok) return status;
  const {value} = status;
  printDocument(call, 'live' in value ? statusDocument([value]) : otherTrialDocument(value), [value]);
  return ok(undefined);
}

const statusOf = (
  name: string,
  conducted: boolean,
  call: CommandCall<Options>,
): Promise<Result<TrialStatus | OtherTrial, Failure>> =>
  withAnswers(call, name, async (answers): Promise<Result<TrialStatus | OtherTrial, Failure>> => {
    const live = await answers.live();
    const {name: trial, plan, sealedAt} = await answers.trial();
    const found = await changesSince(call, trial);
    const changes = found === undefined ? {} : {changes: found};
    if (!live || !isLivePlan(plan)) return ok({trial, kind: plan.kind, sealedAt, ...changes});
    const more = {...changes, ...(await writtenReport(trial, call))};
    const declaredHere = (await call.deps.declared(call.settings, 'schedule')).includes(plan.schedule);
    const slotsPlanned = slotsOf(plan);
    return ok({trial, sealed: sealedAt !== undefined, conducted, declaredHere, slotsPlanned, live, ...more});
  });

/** Finds the newest report that was written of a trial, by the process that runs it or by a command. */
async function writtenReport(
  trial: string,
  {deps, settings}: CommandCall<Options>,
): Promise<Pick<TrialStatus, 'report'>> {
  const folder = deps.reportFolder(join(settings.reports, trial));
  const writtenAt = await folder.writtenAt(REPORT_PAGE);
  return writtenAt === undefined ? {} : {report: {path: join(folder.path, REPORT_PAGE), writtenAt}};
}
