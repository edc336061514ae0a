import type {PlannedSlot} from '../calendar/plan-slots.ts';
import type {RunEnd} from '../domain/run.ts';
import type {Micros} from '../domain/time.ts';
import type {LiveTrialPlan, PlanArm} from '../domain/trial.ts';
import type {CheckFacts} from '../engine/ports.ts';
import type {MessageOf} from '../ingest/known-message.ts';
import type {IngestStore} from '../ingest/ports.ts';
import type {PlacedAlert, TrialStore} from '../trial/ports.ts';
import type {LiveFacts, RecordingState, SlotState} from './live-facts.ts';
import type {NoticeKind, StoredNotice} from './notice-kinds.ts';

/** Time in which none of our engines could inspect. */
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
  /** The interface's count less what either engine received; undefined where the interface has no count. */
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

/** The trial itself. */
export interface LiveTrial {
  readonly name: string;
  readonly plan: LiveTrialPlan;
  facts(): LiveFacts;
  /** Marks the trial as stopped by the user. */
  stop(at: Micros): void;
  /** Folds everything into the one file; no change after it. */
  seal(at: Micros): void;
  close(): void;
}

/** Alerts, as their logs are read. */
export interface AlertIntake {
  readonly ingest: IngestStore<PlacedAlert>;
  /** Alerts of a run in the store. */
  alertsOf(run: number): number;
  /** Of the rules of a snapshot, the message that its alerts have. */
  messagesOf(digest: string | undefined): MessageOf;
}

/** Slots as they are planned and end. */
export interface SlotJournal {
  addRotation(slots: readonly PlannedSlot[]): void;
  abandon(slot: number, arm: string, at: Micros): void;
  closeSlot(slot: number, state: SlotState, reason: string, at: Micros): void;
  /** Why an arm runs nothing in a slot, or why it runs this setup. */
  reasonOf(slot: number, arm: string): string;
}

/** What arms run. */
export interface SetupJournal {
  /** What the arm runs in this slot, or why it runs nothing. */
  prepared(prepared: {
    slot: number;
    arm: string;
    setup: PlanArm | undefined;
    reason: string;
    at: Micros;
  }): void;
  /** How many rules its engine loaded when it tested them. */
  armChecked(arm: string, facts: CheckFacts): void;
  setupOf(slot: number, arm: string): PlanArm | undefined;
  /** The setup of the arm's last run that passed its warm-up and reached its slot's end, or is still running. */
  lastGoodSetup(arm: string, at: Micros): PlanArm | undefined;
  /** What the arm runs now: the newest that was prepared. */
  newestSetup(arm: string): PlanArm | undefined;
  setupOfRun(run: number): PlanArm | undefined;
}

/** Engine processes as they begin and end, and who followed whom. */
export interface RunJournal {
  startRun(run: {slot: number; arm: string; attempt: number; setup: PlanArm; at: Micros}): number;
  runReady(run: number, window: Window): void;
  windowOf(run: number): Window;
  /** Stores the end and counts what is in the window; durable when it returns. */
  finishRun(run: number, end: RunEnd, window: Window, at: Micros): void;
  addSwitch(engineSwitch: Switch): void;
}

export interface OutageJournal {
  addOutage(outage: Outage): void;
  outages(): readonly Outage[];
  /** The last time at which this trial's conductor is known to have been alive. */
  lastHeartbeatAt(): Micros | undefined;
}

/** Notices, and whether the webhook has received them. */
export interface NoticeJournal {
  notice(notice: StoredNotice): void;
  unsent(kinds: readonly NoticeKind[]): readonly (StoredNotice & {readonly id: number})[];
  sent(id: number, at: Micros): void;
}

/** Recorded files, and the captures that every arm reads. */
export interface RecordingJournal {
  startRecording(recording: {slot: number; file: string; at: Micros}): number;
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
  /** Stores its end and, where it has packets, its capture for every arm, in one transaction; on the disk when it returns. */
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
  /** Adds a capture that every arm reads for its slot; identified by its path. */
  addCapture(capture: {
    path: string;
    sha256: string;
    bytes: number;
    linkType: number | undefined;
    slot: number;
  }): void;
  /** Whether every arm with rules has read everything recorded in a finished slot. */
  isSlotReplayed(slot: number): boolean;
}

/** What machine and processes consume. */
export interface LoadJournal {
  addLoad(row: LoadRow): void;
}

export interface SameTraffic {
  /** Its recorded captures through every arm that has rules, as the replay's conductor wants it. */
  sameTraffic(): TrialStore;
}

/** The store of one live trial, open for its conductor; each part takes the port that it writes through. */
export interface LiveStore
  extends LiveTrial,
    AlertIntake,
    SlotJournal,
    SetupJournal,
    RunJournal,
    OutageJournal,
    NoticeJournal,
    RecordingJournal,
    LoadJournal,
    SameTraffic {}
