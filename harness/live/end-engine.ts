import type {Failure} from '../domain/failure.ts';
import {ok, type Result} from '../domain/result.ts';
import type {Outcome, RunEnd} from '../domain/run.ts';
import {MICROS_PER_SECOND} from '../domain/time.ts';
import {countedWindow} from './engine-life.ts';
import {type FinishDeps, finishRun} from './finish-run.ts';
import {keepsFailing, slotsOf} from './lanes.ts';
import type {LiveEngine} from './live-engine.ts';
import type {LiveMachine} from './machine-ports.ts';
import type {LiveTrial, Window} from './ports.ts';
import {type NoticeDeps, postNotice} from './post-notice.ts';
import {notePredecessorEnded, type SwitchDeps} from './switch-engines.ts';

export type StopDeps = Pick<NoticeDeps, 'clock'> & {
  readonly store: Pick<LiveTrial, 'plan'>;
  readonly machine: Pick<LiveMachine, 'packetsOf'>;
};

export type EndDeps = FinishDeps & SwitchDeps & NoticeDeps;

/** Asks an engine to stop, unless it was already asked or has exited. */
export async function stopEngine(
  engine: LiveEngine,
  reason: 'slot-over' | 'cancelled',
  {store, machine, clock}: StopDeps,
): Promise<void> {
  const {sensor} = store.plan.live;
  const interfacePackets =
    sensor.kind === 'interface' ? await machine.packetsOf(sensor.interface) : undefined;
  const effects = engine.apply({kind: 'stop', at: clock.now(), interfacePackets});
  if (effects.includes('stop-process')) engine.supervised.stop(reason);
}

/** Stores the end of an engine that has exited: its last alerts, its counted time and its outcome. */
export async function endEngine(
  engine: LiveEngine,
  end: RunEnd,
  engines: Map<number, LiveEngine>,
  deps: EndDeps,
): Promise<Result<void, Failure>> {
  const endedAt = deps.clock.now();
  // a hung engine is known to have inspected only until its last answer
  const answeredAt = engine.supervised.counts()?.at ?? engine.life.ready?.at;
  const window = countedWindow(engine.life, (end.outcome === 'hung' ? answeredAt : undefined) ?? endedAt);
  const finished = await finishRun(engine, end, window, deps);
  engines.delete(engine.run);
  if (!finished.ok) return finished;
  for (const other of engines.values()) await notePredecessorEnded(other, engine, endedAt, deps);
  sayEnd(engine, window, deps);
  postBadEnd(engine, end, deps);
  return ok(undefined);
}

/** Prints a line about an engine that has ended, if it had begun to inspect. */
function sayEnd({run, slot, arm}: LiveEngine, {readyAt, from, to}: Window, deps: FinishDeps): void {
  const {store, say, clock} = deps;
  if (readyAt === undefined) return;
  const seconds = ((to ?? clock.now()) - (from ?? readyAt)) / MICROS_PER_SECOND;
  const alerts = store.alertsOf(run);
  const total = slotsOf(store.plan);
  const text = `slot ${slot + 1} of ${total}: ${arm}, ${seconds.toFixed(1)} s of counted time, ${alerts} ${alerts === 1 ? 'alert' : 'alerts'} stored`;
  say({kind: 'info', text});
}

const BAD_ENDS: Partial<Record<Outcome, string>> = {
  'never-ready': 'never began to inspect',
  'exited-early': 'exited early',
  hung: 'did not respond and was killed',
};

function postBadEnd(
  {arm, slot, life}: LiveEngine,
  {outcome, endReason}: RunEnd,
  deps: NoticeDeps & {readonly store: Pick<LiveTrial, 'facts'>},
): void {
  const ending = BAD_ENDS[outcome];
  // further failures of an arm that keeps failing get no notice
  if (ending === undefined || keepsFailing(deps.store.facts(), slot, arm)) return;
  const when = life.ready ? ' after it had begun to inspect' : '';
  const text = `arm ${arm}, slot ${slot + 1}: Snort ${ending}${when}${endReason ? `: ${endReason}` : ''}`;
  postNotice({kind: 'engine-failed', slot, arm, text}, deps);
}
