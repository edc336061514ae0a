/** What ruletrial prints while it works; only `cli/` prints it, and decides how. */
export type Message =
  | {readonly kind: 'info'; readonly text: string}
  | {readonly kind: 'warning'; readonly text: string}
  | {readonly kind: 'work'; readonly what: string; readonly done: number; readonly total: number}
  | {readonly kind: 'arms'; readonly arms: readonly ArmProgress[]; readonly secondsLeft: number | undefined};

/** The progress of an arm. */
export interface ArmProgress {
  readonly arm: string;
  readonly captures: number;
  readonly capturesDone: number;
  /** Packets analyzed so far. */
  readonly packets: number;
  readonly alerts: number;
}

export type Say = (message: Message) => void;
