import type {PlannedSlot} from '../calendar/plan-slots.ts';
import type {RunEnd} from '../domain/run.ts';
import type {Micros} from '../domain/time.ts';
import type {LiveTrialPlan, PlanArm} from '../domain/trial.ts';
import type {TrialStore} from '../trial/ports.ts';
import type {LiveFacts, RecordingState, SlotState} from './facts.ts';

/** What a person is told, stored with its time. */
export const NOTICE_KINDS = [
  'slot-missed',
  'arm-unavailable',
  'snapshot-refused',
  'fell-back',
  'engine-failed',
  'engine-given-up',
  'outage',
  'disk-low',
  'disk-again',
  'recording-failed',
  'recording-dropped',
  'replay-failed',
  'trial-stopped',
  'trial-sealed',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export interface StoredNotice {
  readonly at: Micros;
  readonly kind: NoticeKind;
  readonly slot?: number;
  readonly arm?: string;
  readonly text: string;
}

/** Time in which no engine of ours could inspect, whatever ran. */
export interface Outage {
  readonly fromAt: Micros;
  readonly toAt: Micros;
  /** `harness`: it was not running. `reboot`: the machine was. `asleep`: the clock went on without us. `disk`: paused. */
  readonly kind: 'harness' | 'reboot' | 'asleep' | 'disk';
  /** A reboot at the minute that root's crontab names. */
  readonly expected: boolean;
  readonly reason: string;
}

export interface Switch {
  readonly slot: number;
  readonly arm: string;
  readonly oldRun: number | undefined;
  readonly newRun: number;
  readonly readyAt: Micros;
  readonly oldEndedAt: Micros | undefined;
  /** Microseconds in which neither inspected. */
  readonly blindMicros: number;
  /** The interface's count less what either engine received; undefined where the interface does not tell. */
  readonly blindPackets: number | undefined;
}

export interface LoadRow {
  readonly at: Micros;
  readonly machine: {
    readonly user: number;
    readonly system: number;
    readonly iowait: number;
    readonly idle: number;
    readonly load1: number;
    readonly memoryBytes: number;
    readonly memoryUsedBytes: number;
    readonly diskFreeBytes: number;
  };
  readonly processes: readonly {
    readonly name: string;
    readonly run?: number | undefined;
    /** Shares of one core. */
    readonly cores: number;
    readonly memoryBytes: number;
    readonly threads: number;
    readonly received?: number | undefined;
    readonly analyzed?: number | undefined;
    readonly dropped?: number | undefined;
    readonly logBytes?: number | undefined;
  }[];
}

/** What of a live run counts: alerts from `from` on and before `to`. */
export interface Window {
  readonly readyAt: Micros | undefined;
  readonly from: Micros | undefined;
  readonly to: Micros | undefined;
}

/** The store of one live trial, open for its conductor. */
export interface LiveStore
  extends Pick<TrialStore, 'name' | 'ingest' | 'alertsOf' | 'messagesOf' | 'armChecked' | 'seal' | 'close'> {
  readonly plan: LiveTrialPlan;
  facts(): LiveFacts;
  addRotation(slots: readonly PlannedSlot[]): void;
  /** What the arm runs in this slot, or why it runs nothing. */
  prepared(of: {slot: number; arm: string; load: PlanArm | undefined; words: string; at: Micros}): void;
  loadOf(slot: number, arm: string): PlanArm | undefined;
  /** What the arm's last run loaded that came beyond its warm-up and to its slot's end, or goes on. */
  lastSoundLoad(arm: string, at: Micros): PlanArm | undefined;
  /** What the arm loads now: the newest that was prepared. */
  newestLoad(arm: string): PlanArm | undefined;
  gaveUp(slot: number, arm: string, at: Micros): void;
  closeSlot(slot: number, state: SlotState, reason: string, at: Micros): void;
  startRun(run: {slot: number; arm: string; attempt: number; load: PlanArm; at: Micros}): number;
  runLoad(run: number): PlanArm | undefined;
  runReady(run: number, window: Window): void;
  windowOf(run: number): Window;
  /** Writes the end down, counts what lies in the window, and has it on the disk when it returns. */
  finishRun(run: number, end: RunEnd, window: Window, at: Micros): void;
  addSwitch(made: Switch): void;
  addOutage(outage: Outage): void;
  outages(): readonly Outage[];
  /** Why an arm runs nothing in a slot, or how it came to what it runs. */
  wordsOf(slot: number, arm: string): string;
  notice(notice: StoredNotice): void;
  unsent(kinds: readonly NoticeKind[]): readonly (StoredNotice & {readonly id: number})[];
  sent(id: number, at: Micros): void;
  startRecording(of: {slot: number; file: string; at: Micros}): number;
  endRecording(
    recording: number,
    end: {
      toAt: Micros;
      state: RecordingState;
      packets: number | undefined;
      dropped: number | undefined;
      bytes: number;
    },
  ): void;
  /** Its end and, where it holds packets, its capture for every arm, in one; on the disk when it returns. */
  keepRecording(
    recording: number,
    kept: {
      toAt: Micros;
      packets: number;
      dropped: number | undefined;
      bytes: number;
      sha256: string;
      linkType: number | undefined;
    },
  ): void;
  dropRecording(recording: number): void;
  /** Whether every arm that has rules has read the whole of what was recorded in a slot that is over. */
  isSlotReplayed(slot: number): boolean;
  /** A capture that every arm is to read for its slot; known by its path. */
  addCapture(capture: {
    path: string;
    sha256: string;
    bytes: number;
    linkType: number | undefined;
    slot: number;
  }): void;
  addLoad(row: LoadRow): void;
  /** The last time at which this trial's conductor is known to have been alive. */
  lastSignAt(): Micros | undefined;
  stop(at: Micros): void;
  /** Its recorded captures through every arm that has rules, as the replay's conductor wants it. */
  paired(): TrialStore;
}
