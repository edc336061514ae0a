import {boundaryFrom} from '../calendar/cadence.ts';
import {isoSeconds, MICROS_PER_SECOND, type Micros} from '../domain/time.ts';
import type {LiveMachine} from './machine-ports.ts';
import type {LiveTrial, OutageJournal} from './ports.ts';
import {type NoticeDeps, postNotice} from './post-notice.ts';

export type OutageDeps = NoticeDeps & {readonly store: Pick<OutageJournal, 'addOutage'>};
export type ResumeDeps = NoticeDeps & {
  readonly machine: Pick<LiveMachine, 'bootedAt'>;
  readonly store: Pick<LiveTrial, 'plan' | 'facts'> & OutageJournal;
};

/** A delay up to this length does not count as an outage. */
const TOLERANCE = 30 * MICROS_PER_SECOND;
/** A reboot this long after the scheduled time still counts as the scheduled one, because a honeypot can be slow to shut down. */
const REBOOT_WITHIN = 900 * MICROS_PER_SECOND;
/** If the last heartbeat is more than this before the scheduled reboot, the trial had stopped before it. A running trial writes one at least once a minute. */
const HEARTBEAT_WITHIN = 300 * MICROS_PER_SECOND;

/** Stores an outage when a trial is resumed: how long no conductor was running, and why. */
export async function noteOutageOnResume(deps: ResumeDeps): Promise<void> {
  const {store, clock, machine} = deps;
  const last = store.lastHeartbeatAt();
  const now = clock.now();
  // a kill during a run is always an outage, however short the interruption
  const died = store.facts().runs.some(({outcome}) => outcome === undefined);
  if (last === undefined || now <= last || (!died && now - last <= TOLERANCE)) return;
  const bootedAt = await machine.bootedAt();
  const rebooted = bootedAt !== undefined && bootedAt > last;
  const expected = rebooted && wasExpected(last, bootedAt, deps);
  const span = `from ${isoSeconds(last)} to ${isoSeconds(now)}`;
  const reason = rebooted
    ? `the machine ${expected ? 'was rebooted by root’s crontab' : 'rebooted unexpectedly'}, ${span}`
    : `ruletrial was not running ${span}`;
  store.addOutage({fromAt: last, toAt: now, kind: rebooted ? 'reboot' : 'harness', expected, reason});
  postNotice({kind: 'outage', text: reason}, deps);
}

function wasExpected(last: Micros, bootedAt: Micros, {store}: Pick<ResumeDeps, 'store'>): boolean {
  const {reboot} = store.plan.live;
  if (!reboot) return false;
  const from = bootedAt - REBOOT_WITHIN;
  const firesAt = boundaryFrom({kind: 'cron', ...reboot, startAt: from}, from);
  if (firesAt === undefined || firesAt > bootedAt) return false;
  // the scheduled reboot explains only one outage, and only if the heartbeat stopped just before it
  const alreadyRebooted = store.outages().some(({kind, toAt}) => kind === 'reboot' && toAt > firesAt);
  return !alreadyRebooted && last >= firesAt - HEARTBEAT_WITHIN;
}

/** Checks the clock after the conductor has slept. If it is far ahead, the machine was asleep or its clock was set, and an outage is stored. */
export function noteClockJump(sleptAt: Micros, until: Micros, deps: OutageDeps): void {
  const now = deps.clock.now();
  if (now - until <= TOLERANCE) return;
  const reason = `the machine slept or its clock was set forward, from ${isoSeconds(sleptAt)} to ${isoSeconds(now)}`;
  deps.store.addOutage({fromAt: sleptAt, toAt: now, kind: 'asleep', expected: false, reason});
  postNotice({kind: 'outage', text: reason}, deps);
}
