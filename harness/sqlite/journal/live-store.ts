import {isLivePlan, type LiveTrialPlan} from '../../domain/trial.ts';
import type {LiveStore} from '../../live/ports.ts';
import type {TrialStore} from '../../trial/ports.ts';
import {openTrial, type Trial} from '../open-trial.ts';
import {liveFactsReader} from './live-facts.ts';
import {loadJournal} from './load-journal.ts';
import {noticeJournal} from './notice-journal.ts';
import {outageJournal} from './outage-journal.ts';
import {recordingJournal} from './recording-journal.ts';
import {runJournal} from './run-journal.ts';
import {sameTrafficStore} from './same-traffic-store.ts';
import {type RulesOf, setupJournal} from './setup-journal.ts';
import {slotJournal} from './slot-journal.ts';
import {createTrialStore, trialStore} from './trial-store.ts';

/** Undefined: the trial there is none that is conducted slot by slot. */
export function openLiveStore(path: string, rulesOf: RulesOf): LiveStore | undefined {
  const db = openTrial(path);
  const base = trialStore(db);
  const {plan} = base;
  if (isLivePlan(plan)) return liveStore(db, base, plan, rulesOf);
  base.close();
  return undefined;
}

/** As `createTrialStore`, open for its conductor. */
export function createLiveStore(
  path: string,
  name: string,
  plan: LiveTrialPlan,
  rulesOf: RulesOf = () => [],
): LiveStore {
  createTrialStore(path, name, plan, rulesOf).close();
  const db = openTrial(path);
  return liveStore(db, trialStore(db), plan, rulesOf);
}

/** The store of a rotating or concurrent trial: slots and live runs beside what every trial has. */
function liveStore(db: Trial, base: TrialStore, plan: LiveTrialPlan, rulesOf: RulesOf): LiveStore {
  const {name, ingest, alertsOf, messagesOf, armChecked, seal, close} = base;
  return {
    ...{name, plan, ingest, alertsOf, messagesOf, armChecked, seal, close},
    ...slotJournal(db),
    ...setupJournal(db, rulesOf),
    ...runJournal(db),
    ...outageJournal(db),
    ...noticeJournal(db),
    ...recordingJournal(db),
    ...loadJournal(db),
    facts: liveFactsReader(db),
    stop: at => {
      db.prepare('UPDATE trial SET stopped_at = ? WHERE stopped_at IS NULL').run(at);
    },
    sameTraffic: () => sameTrafficStore(db, base),
  };
}
