/** What a live trial's store holds beside its alerts; nothing judged yet. Times are epoch microseconds. */
export interface LiveFigures {
  readonly stoppedAt: number | null;
  readonly slots: readonly LiveSlotFigures[];
  /** In the order in which they began. */
  readonly runs: readonly LiveRunFigures[];
  readonly switches: readonly SwitchFigures[];
  readonly outages: readonly OutageFigures[];
  readonly notices: readonly NoticeFigures[];
  readonly recordings: readonly RecordingFigures[];
  readonly load: readonly LoadFigures[];
  readonly machine: MachineFigures | undefined;
}

/** One arm in one slot. */
export interface LiveSlotFigures {
  readonly slot: number;
  readonly rotation: number;
  readonly arm: string;
  readonly beginsAt: number;
  readonly endsAt: number;
  readonly state: 'over' | 'missed' | 'given-up' | null;
  readonly reason: string | null;
  /** How the arm came to what it ran. */
  readonly words: string | null;
  readonly ruleset: {readonly name: string; readonly digest: string; readonly takenAt: number} | undefined;
  readonly alerts: number;
  readonly rulesFired: number;
}

export interface LiveRunFigures {
  readonly run: number;
  readonly slot: number;
  readonly arm: string;
  readonly attempt: number;
  readonly startedAt: number;
  readonly readyAt: number | null;
  readonly countedFrom: number | null;
  readonly countedTo: number | null;
  readonly endedAt: number | null;
  readonly outcome: string | null;
  readonly received: number | null;
  readonly dropped: number | null;
  readonly alerts: number;
  /** Alerts that the engine says it logged, less those that its logs held; null: it did not say. */
  readonly alertsLost: number | null;
  readonly lastWords: string | null;
}

export interface SwitchFigures {
  readonly slot: number;
  readonly arm: string;
  readonly oldRun: number | null;
  readonly newRun: number;
  readonly readyAt: number;
  readonly oldEndedAt: number | null;
  readonly blindMicros: number;
  readonly blindPackets: number | null;
}

export interface OutageFigures {
  readonly fromAt: number;
  readonly toAt: number;
  readonly kind: string;
  readonly expected: boolean;
  readonly reason: string;
}

export interface NoticeFigures {
  readonly at: number;
  readonly kind: string;
  readonly slot: number | null;
  readonly arm: string | null;
  readonly text: string;
}

export interface RecordingFigures {
  readonly slot: number;
  readonly file: string;
  readonly fromAt: number;
  readonly toAt: number | null;
  readonly packets: number | null;
  readonly dropped: number | null;
  readonly bytes: number | null;
  readonly state: string;
}

/** What one process took, over all samples. */
export interface LoadFigures {
  readonly name: string;
  readonly samples: number;
  readonly coresMean: number;
  readonly coresMax: number;
  readonly memoryMean: number;
  readonly memoryMax: number;
  readonly threads: number;
  /** Of its alert logs at most; null for what writes none. */
  readonly logBytes: number | null;
}

export interface MachineFigures {
  readonly samples: number;
  readonly user: number;
  readonly system: number;
  readonly iowait: number;
  readonly idle: number;
  readonly load1: number;
  readonly memoryBytes: number;
  readonly memoryUsedMax: number;
  readonly diskFreeMin: number;
}
