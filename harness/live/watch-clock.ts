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

/** The clock may be this much later than we meant to wake up before it counts as an outage. */
const TOLERANCE = 30 * MICROS_PER_SECOND;
/** A reboot within this time after the scheduled one counts as the scheduled one: a honeypot can be slow to shut down. */
const REBOOT_WITHIN = 900 * MICROS_PER_SECOND;
/** A running trial writes a sign of life at least once a minute. */
const HEARTBEAT_WITHIN = 300 * MICROS_PER_SECOND;

/** When a trial is resumed: how long no conductor was running, and why. */
export async function noteOutageOnResume(deps: ResumeDeps): Promise<void> {
  const {store, clock, machine} = deps;
  const last = store.lastHeartbeatAt();
  const now = clock.now();
  // a harness that died in a run is an outage however soon it is back
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
  // a reboot since then already accounts for it; a machine that fell silent well before it had another reason
  const alreadyRebooted = store.outages().some(({kind, toAt}) => kind === 'reboot' && toAt > firesAt);
  return !alreadyRebooted && last >= firesAt - HEARTBEAT_WITHIN;
}

/** After our own sleep: a clock far ahead of the expected time means that the machine slept or its clock was set. */
export function noteClockJump(sleptAt: Micros, until: Micros, deps: OutageDeps): void {
  const now = deps.clock.now();
  if (now - until <= TOLERANCE) return;
  const reason = `the machine slept or its clock was set forward, from ${isoSeconds(sleptAt)} to ${isoSeconds(now)}`;
  deps.store.addOutage({fromAt: sleptAt, toAt: now, kind: 'asleep', expected: false, reason});
  postNotice({kind: 'outage', text: reason}, deps);
}
