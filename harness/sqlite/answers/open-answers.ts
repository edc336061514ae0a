import type {OpenAnswers} from '../../answers/ports.ts';
import {isLivePlan} from '../../domain/trial.ts';
import {openTrialReadOnly, type Trial} from '../open-trial.ts';
import {readPlan} from '../read-plan.ts';
import {alertDigests} from './alert-digests.ts';
import {readChecked, readFigures} from './figures.ts';
import {readAlertsBy, readAlertTotals, readFired} from './fired.ts';
import {readLive} from './live.ts';
import {partsOf} from './parts.ts';
import {snapshotsUsed} from './snapshots-used.ts';

/** Opens a trial's file to answer questions. Throws if SQLite cannot open it or if its contents are invalid. */
export function openAnswers(path: string): OpenAnswers {
  const db = openTrialReadOnly(path);
  try {
    readPlan(db);
  } catch (thrown) {
    db.close();
    throw thrown;
  }
  return {...answersOf(db), close: () => void db.close()};
}

/** Implements the port `Answers` for an open trial. */
const answersOf = (db: Trial): Omit<OpenAnswers, 'close'> => ({
  async trial() {
    const {name, plan, sealedAt} = readPlan(db);
    const parts = partsOf(db, plan).map(({part}) => part);
    return {name, plan, sealedAt, parts, checked: readChecked(db)};
  },
  figures: async () => readFigures(db),
  fired: async question => readFired(db, question),
  alertsBy: async (by, question) => readAlertsBy(db, by, question),
  alertTotals: async question => readAlertTotals(db, question),
  live: async () => (isLivePlan(readPlan(db).plan) ? readLive(db) : undefined),
  alertDigests: async () => alertDigests(db),
  snapshotsUsed: async () => snapshotsUsed(db),
});
