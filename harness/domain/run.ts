/** How a run ended. `cancelled` means that ruletrial stopped it or was killed; another run repeats its work. */
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

/** Packets from Snort's DAQ statistics at exit; figures that Snort omits are 0. */
export interface PacketCounts {
  readonly received: number;
  readonly analyzed: number;
  readonly dropped: number;
  /** Packets that the decoder discarded: truncated, or not decodable as what they claim to be. */
  readonly discarded: number;
}

/** The cost of a run. CPU time and peak memory are undefined if the system does not report them. */
export interface RunCost {
  readonly wallMs: number;
  /** User and system time of the engine and its children. */
  readonly cpuMs: number | undefined;
  readonly peakBytes: number | undefined;
}

/** Returns the cost of a run of which only the duration is known. */
export const costOfTime = (wallMs: number): RunCost => ({wallMs, cpuMs: undefined, peakBytes: undefined});

/** Adds up the costs of engines that ran one after another; the peak is that of the largest one. */
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

/** A capture that the engine could not read completely, with its reason. */
export interface CaptureProblem {
  readonly path: string;
  readonly reason: string;
}

/** Everything that is known about a run after its engine has ended. */
export interface RunEnd {
  readonly outcome: Exclude<Outcome, 'ingested'>;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly packets: PacketCounts | undefined;
  /** How many alerts the engine says it logged; compared with its log. */
  readonly alertsLogged: number | undefined;
  /** Rule matches and events that the engine dropped because one of its queues was full. */
  readonly eventsCut?: number | undefined;
  readonly cost: RunCost;
  readonly problems: readonly CaptureProblem[];
  /** The last line of the engine's output if it failed. */
  readonly endReason: string | undefined;
}

/** Makes the end of a run of which only the outcome is known. */
export const bareEnd = (outcome: RunEnd['outcome'], endReason?: string): RunEnd => ({
  outcome,
  exitCode: undefined,
  signal: undefined,
  packets: undefined,
  alertsLogged: undefined,
  cost: costOfTime(0),
  problems: [],
  endReason,
});
