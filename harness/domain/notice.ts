/** What the harness says while it works; `cli/` decides how it looks, nothing else prints. */
export type Notice =
  | {readonly kind: 'info'; readonly text: string}
  | {readonly kind: 'warning'; readonly text: string}
  | {readonly kind: 'work'; readonly what: string; readonly done: number; readonly total: number}
  | {readonly kind: 'arms'; readonly arms: readonly ArmProgress[]; readonly secondsLeft: number | undefined};

/** How far one arm has come. */
export interface ArmProgress {
  readonly arm: string;
  readonly captures: number;
  readonly capturesDone: number;
  /** Packets analysed so far. */
  readonly packets: number;
  readonly alerts: number;
}

export type Say = (notice: Notice) => void;
