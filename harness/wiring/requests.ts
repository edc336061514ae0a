import {resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import type {Settings} from '../cli/outside.ts';
import type {RequestKind} from '../daemon/ports.ts';
import type {Failure} from '../domain/failure.ts';
import type {Say} from '../domain/notice.ts';
import type {Result} from '../domain/result.ts';

const LOOK_EVERY_MS = 200;
/** A conducting process takes requests within two seconds; after this long there is none that does. */
const TAKEN_WITHIN_MS = 6000;

/** Leaves a request for the conducting process and follows it to its end; 'nobody-took-it' where there is none. */
export async function leaveRequest(
  settings: Settings,
  kind: RequestKind,
  what: unknown,
  say: Say,
): Promise<Result<unknown, Failure> | 'nobody-took-it'> {
  const {stateFolder} = await import('../disk/state-folder.ts');
  const {openCatalogue} = await import('../sqlite/open-catalogue.ts');
  const {requestDesk} = await import('../sqlite/requests.ts');
  const db = openCatalogue(stateFolder(resolve(settings.stateDir)).catalogue);
  try {
    const desk = requestDesk(db);
    const id = desk.leave(kind, what, Date.now() * 1000);
    const leftAt = Date.now();
    let said = '';
    for (;;) {
      const seen = desk.look(id);
      if (seen.outcome) return seen.outcome;
      if (seen.takenAt === undefined && Date.now() - leftAt > TAKEN_WITHIN_MS && desk.withdraw(id))
        return 'nobody-took-it';
      if (seen.said !== said) say({kind: 'info', text: seen.said});
      said = seen.said;
      await pause(LOOK_EVERY_MS);
    }
  } finally {
    db.close();
  }
}
