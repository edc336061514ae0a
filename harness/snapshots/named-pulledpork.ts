import type {Say} from '../domain/message.ts';
import type {PulledPork} from './ports.ts';

/** The default name of the program. */
const USUAL = 'pulledpork.py';

/** Finds PulledPork3 under its default name or the configured one; warns once if it is not there. */
export function namedPulledPork(
  named: string | undefined,
  find: (program: string) => Promise<PulledPork | undefined>,
  say: Say,
): () => Promise<PulledPork | undefined> {
  let hasWarned = false;
  return async () => {
    const found = await find(named ?? USUAL);
    if (!found && named && !hasWarned)
      say({kind: 'warning', text: `RULETRIAL_PULLEDPORK is ${named}, but that is not a working PulledPork3`});
    hasWarned ||= !found;
    return found;
  };
}
