import {ok} from '../domain/result.ts';
import {trialsOf} from '../trial/trials.ts';
import {type CommandCall, withAnswers} from './command.ts';

/** Says how the schedule of a trial has changed since it began, and what to do; undefined if it has not, or if the trial is sealed. */
export async function changesSince(call: CommandCall<unknown>, trial: string): Promise<string | undefined> {
  const found = await withAnswers(call, trial, async answers => {
    const {name, plan, sealedAt} = await answers.trial();
    if (sealedAt !== undefined) return ok(undefined);
    return ok(await call.deps.scheduleChanges(call.settings, {name, plan}));
  });
  // a trial that cannot be read is reported by the commands that need it
  return found.ok ? found.value : undefined;
}

/** Says for each unfinished trial of a schedule how the schedule has changed since it began. */
export async function changesOfTrials(call: CommandCall<unknown>, schedule: string): Promise<string[]> {
  const trials = trialsOf(schedule, await call.deps.trials(call.settings));
  const changes = [];
  for (const trial of trials) changes.push(await changesSince(call, trial));
  return changes.flatMap(text => text ?? []);
}
