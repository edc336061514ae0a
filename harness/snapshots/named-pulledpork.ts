import type {Say} from '../domain/notice.ts';
import type {PulledPork} from './ports.ts';

/** As it is called where nobody names another one. */
const USUAL = 'pulledpork.py';

/** Looks for PulledPork3 under its usual name or the one that a person gave; says once when there is none under that. */
export function namedPulledPork(
  named: string | undefined,
  find: (program: string) => Promise<PulledPork | undefined>,
  say: Say,
): () => Promise<PulledPork | undefined> {
  let isSaid = false;
  return async () => {
    const found = await find(named ?? USUAL);
    if (!found && named && !isSaid)
      say({kind: 'warning', text: `RULETRIAL_PULLEDPORK is ${named}, and no PulledPork3 runs there`});
    isSaid ||= !found;
    return found;
  };
}
