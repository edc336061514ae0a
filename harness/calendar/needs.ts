import type {LiveDeclaration} from '../declarations/live-schedule.ts';

/** Bytes of an alert in a trial's store, with its share of the indexes (a million alerts take about 150 MB, see doctor). */
const ALERT_BYTES = 150;
/** Assumed alerts per hour and arm; every figure that uses it shows this assumption. */
const ALERTS_PER_HOUR = 1000;
/** Bytes per line of alert_json: 717 on average in the demo's logs, and 29 when gzipped, since many lines there are similar. */
const LOG_BYTES = {compress: 60, keep: 700, remove: 0} as const;

export interface DiskNeed {
  readonly ringBytes: number;
  /** Bytes of alerts; undefined if the length of the trial is unknown. */
  readonly alertBytes: number | undefined;
  readonly logBytes: number | undefined;
  /** The assumptions behind `alertBytes` and `logBytes`. */
  readonly assumed: {readonly alertsPerHour: number; readonly alertBytes: number};
  readonly minFreeBytes: number;
  /** The sum, with the space that must stay free. */
  readonly bytes: number | undefined;
}

/** Estimates the disk space that a trial uses until its end; `hours` is the length of the whole trial. */
export function diskNeed(declared: LiveDeclaration, hours: number | undefined): DiskNeed {
  const {kind, arms, record, then, logs, min_free: minFreeBytes} = declared;
  const live = kind === 'concurrent' ? arms.length : 1;
  const replayed = then === 'replay' ? arms.length : 0;
  const alerts = hours === undefined ? undefined : hours * ALERTS_PER_HOUR * (live + replayed);
  const total = (bytes: number) => (alerts === undefined ? undefined : Math.round(alerts * bytes));
  const [ringBytes, alertBytes, logBytes] = [record?.ring ?? 0, total(ALERT_BYTES), total(LOG_BYTES[logs])];
  return {
    ringBytes,
    alertBytes,
    logBytes,
    assumed: {alertsPerHour: ALERTS_PER_HOUR, alertBytes: ALERT_BYTES},
    minFreeBytes,
    bytes:
      alertBytes === undefined || logBytes === undefined
        ? undefined
        : ringBytes + alertBytes + logBytes + minFreeBytes,
  };
}

/** Measured on a honeypot with the community rules (4,223 with the file magic rules): 2 % of a core, 134 MB. */
const CORE_SHARE = 0.02;
const COMMUNITY = {rules: 4223, bytes: 134e6};
/** Measured with captures: 55 MB with the community rules, up to 305 MB with 46,064 loaded rules. */
const BYTES_PER_RULE = (305e6 - 55e6) / (46_064 - COMMUNITY.rules);
/** Used for an arm whose rules are not known yet: the largest measured number of rules. */
const MOST_RULES = 46_064;
/** Memory of ruletrial itself and tcpdump. */
const OWN_BYTES = 200e6;
/** The share of free resources that may be used, since a honeypot's own needs vary. */
const MAX_SHARE = 0.8;

export interface MachineNeed {
  /** How many engines run at the same time: in a rotating trial two, during a handover. */
  readonly engines: number;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly here: {readonly cores: number; readonly memoryAvailableBytes: number | undefined};
  /** Whether this machine suffices; undefined if its memory is unknown. */
  readonly affordable: boolean | undefined;
}

/** Estimates what the engines of a trial use on this machine; `rules` are the loaded rules of each arm, undefined if unknown. */
export function machineNeed(
  declared: LiveDeclaration,
  rules: readonly (number | undefined)[],
  here: MachineNeed['here'],
): MachineNeed {
  const {kind, sensor} = declared;
  const each = rules.map(engineBytes).sort((a, b) => b - a);
  const engines = kind === 'concurrent' ? each.length : Math.min(2, each.length);
  const memoryBytes = each.slice(0, engines).reduce((sum, one) => sum + one, OWN_BYTES);
  const cores = engines * sensor.threads * CORE_SHARE;
  const {memoryAvailableBytes: available} = here;
  return {
    engines,
    cores,
    memoryBytes,
    here,
    affordable:
      available === undefined
        ? undefined
        : memoryBytes <= available * MAX_SHARE && cores <= here.cores * MAX_SHARE,
  };
}

/** Estimates the memory of an engine by the number of loaded rules. */
const engineBytes = (rules = MOST_RULES): number =>
  Math.round(COMMUNITY.bytes + Math.max(0, rules - COMMUNITY.rules) * BYTES_PER_RULE);
