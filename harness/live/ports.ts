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

/** Time in which no engine could inspect. */
export interface Outage {
  readonly fromAt: Micros;
  readonly toAt: Micros;
  /** `harness`: ruletrial was not running. `reboot`: the machine rebooted. `asleep`: the machine slept or its clock was set. `disk`: the disk was nearly full. */
  readonly kind: 'harness' | 'reboot' | 'asleep' | 'disk';
  /** True for a reboot that root's crontab scheduled. */
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
  /** Microseconds in which neither engine inspected. */
  readonly blindMicros: number;
  /** Packets that neither engine received; undefined if unknown: with a filter, without an old engine, if captures are read, or if a count is missing. */
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
    /** Processor time as a share of one core. */
    readonly cores: number;
    readonly memoryBytes: number;
    readonly threads: number;
    readonly received?: number | undefined;
    readonly analyzed?: number | undefined;
    readonly dropped?: number | undefined;
    readonly logBytes?: number | undefined;
  }[];
}

/** The counted time of a live run: alerts at or after `from` and before `to` count. If `readyAt` is undefined, nothing counts; if only `from` and `to` are undefined, everything does. */
export interface Window {
  readonly readyAt: Micros | undefined;
  readonly from: Micros | undefined;
  readonly to: Micros | undefined;
}

/** A live trial: its plan, its facts and its end. */
export interface LiveTrial {
  readonly name: string;
  readonly plan: LiveTrialPlan;
  facts(): LiveFacts;
  /** Marks the trial as stopped by the user. */
  stop(at: Micros): void;
  /** Merges everything into the trial's single file, which never changes afterwards. */
  seal(at: Micros): void;
  close(): void;
}

/** Stores alerts as their logs are read. */
export interface AlertIntake {
  readonly ingest: IngestStore<PlacedAlert>;
  /** Returns the number of stored alerts of a run. */
  alertsOf(run: number): number;
  /** Returns a lookup of the alert message for each rule of a snapshot. */
  messagesOf(digest: string | undefined): MessageOf;
}

export interface SlotJournal {
  addRotation(slots: readonly PlannedSlot[]): void;
  markFailing(slot: number, arm: string, at: Micros): void;
  closeSlot(slot: number, state: SlotState, reason: string, at: Micros): void;
  /** Returns why an arm runs this setup in a slot, or why it runs nothing. */
  reasonOf(slot: number, arm: string): string;
}

export interface SetupJournal {
  /** Stores what the arm runs in this slot, or why it runs nothing. */
  prepared(prepared: {
    slot: number;
    arm: string;
    setup: PlanArm | undefined;
    reason: string;
    at: Micros;
  }): void;
  /** Stores how many rules the engine loaded when it tested them. */
  armChecked(arm: string, facts: CheckFacts): void;
  setupOf(slot: number, arm: string): PlanArm | undefined;
  /** Returns the arm's last setup that worked: one of its runs inspected beyond the warm-up, and either reached the end of its slot or is still running. */
  lastGoodSetup(arm: string, at: Micros): PlanArm | undefined;
  /** Returns the setup that was prepared last for the arm. */
  newestSetup(arm: string): PlanArm | undefined;
  setupOfRun(run: number): PlanArm | undefined;
}

/** Stores how engine processes begin and end, and the switches between them. */
export interface RunJournal {
  startRun(run: {slot: number; arm: string; attempt: number; setup: PlanArm; at: Micros}): number;
  runReady(run: number, window: Window): void;
  windowOf(run: number): Window;
  /** Stores the end of a run and counts the alerts in its window. Everything is on disk when it returns. */
  finishRun(run: number, end: RunEnd, window: Window, at: Micros): void;
  addSwitch(engineSwitch: Switch): void;
}

export interface OutageJournal {
  addOutage(outage: Outage): void;
  outages(): readonly Outage[];
  /** Returns the last time at which this trial's conductor is known to have been running. */
  lastHeartbeatAt(): Micros | undefined;
}

/** Stores notices, and whether the webhook has received them. */
export interface NoticeJournal {
  notice(notice: StoredNotice): void;
  unsent(kinds: readonly NoticeKind[]): readonly (StoredNotice & {readonly id: number})[];
  sent(id: number, at: Micros): void;
}

/** Stores the recorded files, and the captures that every arm reads. */
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
  /** Stores the end of a recording and, if it has packets, the capture that every arm reads, in one transaction. Everything is on disk when it returns. */
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
  deleteRecording(recording: number): void;
  /** Adds a capture of a slot that every arm reads. It is identified by its path. */
  addCapture(capture: {
    path: string;
    sha256: string;
    bytes: number;
    linkType: number | undefined;
    slot: number;
  }): void;
  /** Returns whether every arm with rules has read all traffic that was recorded in a finished slot. */
  isSlotReplayed(slot: number): boolean;
}

export interface LoadJournal {
  addLoad(row: LoadRow): void;
}

/** Gives access to the part of the trial in which every arm reads the same traffic. */
export interface SameTraffic {
  /** Returns a store for the replay of the recorded captures through every arm that has rules. */
  sameTraffic(): TrialStore;
}

/** The store of one live trial, opened for its conductor. Each file of this room uses only the ports that it needs. */
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
