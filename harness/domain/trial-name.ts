/** Returns the name of the schedule of a trial such as `example-12`; a name without a number is returned as it is. */
export const scheduleOf = (trial: string): string => parseTrialName(trial)?.schedule ?? trial;

/** Splits `example-12` into schedule and number; undefined for a name without a number. */
export function parseTrialName(name: string): {schedule: string; number: number} | undefined {
  const found = /^([a-z0-9][a-z0-9_.-]{0,63})-([1-9]\d{0,5})$/.exec(name);
  return found ? {schedule: String(found[1]), number: Number(found[2])} : undefined;
}
