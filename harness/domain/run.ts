/** How a run ended. `cancelled`: the harness stopped it or died; the work is done again in another run. */
export const OUTCOMES = [
  'captures-over',
  'slot-over',
  'exited-early',
  'never-ready',
  'hung',
  'cancelled',
  'ingested',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Packets as Snort's DAQ statistics count them at exit; a figure that Snort leaves out is 0. */
export interface PacketCounts {
  readonly received: number;
  readonly analyzed: number;
  readonly dropped: number;
  /** Packets that the decoder discarded: truncated, or not decodable as what they claim to be. */
  readonly discarded: number;
}

/** What a run cost. CPU and peak memory are undefined where the system does not tell. */
export interface RunCost {
  readonly wallMs: number;
  /** User and system time of the engine and its children. */
  readonly cpuMs: number | undefined;
  readonly peakBytes: number | undefined;
}

/** The cost of a run that nobody watched: its time alone is known. */
export const costOfTime = (wallMs: number): RunCost => ({wallMs, cpuMs: undefined, peakBytes: undefined});

/** The cost of engines that ran one after another: sums, and the peak of the largest one. */
export function sumOfCosts(
  costs: readonly (Pick<RunCost, 'wallMs'> & {
    readonly [Figure in 'cpuMs' | 'peakBytes']?: RunCost[Figure];
  })[],
): RunCost {
  const sum = (figures: readonly number[]) => figures.reduce((total, figure) => total + figure, 0);
  const peaks = costs.flatMap(({peakBytes}) => peakBytes ?? []);
  return {
    wallMs: sum(costs.map(({wallMs}) => wallMs)),
    cpuMs: sum(costs.map(({cpuMs = 0}) => cpuMs)),
    peakBytes: peaks.length === 0 ? undefined : Math.max(...peaks),
  };
}

/** A capture that the engine could not read or not to its end, with the engine's reason. */
export interface CaptureProblem {
  readonly path: string;
  readonly reason: string;
}

/** Everything known of a run when its engine has ended. */
export interface RunEnd {
  readonly outcome: Exclude<Outcome, 'ingested'>;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly packets: PacketCounts | undefined;
  /** Alerts that the engine says it logged; compared with what its log holds. */
  readonly alertsLogged: number | undefined;
  /** Rule matches and events that the engine left out because a queue of its own was full. */
  readonly eventsCut?: number | undefined;
  readonly cost: RunCost;
  readonly problems: readonly CaptureProblem[];
  /** The last line that the engine printed if it failed, or why it could not be started. */
  readonly lastOutput: string | undefined;
}

/** The end of a run that nothing is known of but how it ended. */
export const bareEnd = (outcome: RunEnd['outcome'], lastOutput?: string): RunEnd => ({
  outcome,
  exitCode: undefined,
  signal: undefined,
  packets: undefined,
  alertsLogged: undefined,
  cost: costOfTime(0),
  problems: [],
  lastOutput,
});
