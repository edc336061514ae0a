import type {LiveDeclaration} from '../declarations/live-schedule.ts';

/** Bytes of an alert in a trial's store, with its share of the indexes (doctor: a million take some 150 MB). */
const ALERT_BYTES = 150;
/** Alerts an hour and arm; a guess that stands beside every figure made of it. */
const ALERTS_PER_HOUR = 1000;
/** Bytes of a line of alert_json (717 on average in the demo's logs), and of one in a .gz (29 there, where many are alike). */
const LOG_BYTES = {compress: 60, keep: 700, remove: 0} as const;

export interface DiskNeed {
  readonly ringBytes: number;
  /** Undefined where it is not known how long the trial is. */
  readonly alertBytes: number | undefined;
  readonly logBytes: number | undefined;
  /** What the two before were made of. */
  readonly assumed: {readonly alertsPerHour: number; readonly alertBytes: number};
  readonly minFreeBytes: number;
  /** All together with what is to stay free. */
  readonly bytes: number | undefined;
}

/** Disk that a trial takes until its end; `hours` of the whole trial. */
export function diskNeed(declared: LiveDeclaration, hours: number | undefined): DiskNeed {
  const {kind, arms, record, then, logs, min_free: minFreeBytes} = declared;
  const live = kind === 'concurrent' ? arms.length : 1;
  const replayed = then === 'replay' ? arms.length : 0;
  const alerts = hours === undefined ? undefined : hours * ALERTS_PER_HOUR * (live + replayed);
  const of = (bytes: number) => (alerts === undefined ? undefined : Math.round(alerts * bytes));
  const [ringBytes, alertBytes, logBytes] = [record?.ring ?? 0, of(ALERT_BYTES), of(LOG_BYTES[logs])];
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

/** Measured beside a honeypot with the community rules (4,223 with the file magic rules): 2 % of a core, 134 MB. */
const CORE_SHARE = 0.02;
const COMMUNITY = {rules: 4223, bytes: 134e6};
/** Measured over captures: 55 MB with the community rules, up to 305 MB with 46,064 rules loaded. */
const BYTES_PER_RULE = (305e6 - 55e6) / (46_064 - COMMUNITY.rules);
/** Of an arm whose rules are not known yet: the largest that was measured. */
const MOST_RULES = 46_064;
/** ruletrial itself and tcpdump. */
const BESIDE_BYTES = 200e6;
/** Of what is free, that much may be taken: a honeypot's own need comes and goes. */
const MAX_SHARE = 0.8;

export interface MachineNeed {
  /** Engines that run side by side: in a rotating trial two, while one slot hands over to the next. */
  readonly engines: number;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly here: {readonly cores: number; readonly memoryAvailableBytes: number | undefined};
  /** Undefined where this machine's memory is not known. */
  readonly affordable: boolean | undefined;
}

/** What the engines of a trial take of this machine. `rules`: those that each arm loads, undefined where not known. */
export function machineNeed(
  declared: LiveDeclaration,
  rules: readonly (number | undefined)[],
  here: MachineNeed['here'],
): MachineNeed {
  const {kind, sensor} = declared;
  const each = rules.map(engineBytes).sort((a, b) => b - a);
  const engines = kind === 'concurrent' ? each.length : Math.min(2, each.length);
  const memoryBytes = each.slice(0, engines).reduce((sum, one) => sum + one, BESIDE_BYTES);
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

/** Memory of one engine with so many rules loaded. */
const engineBytes = (rules = MOST_RULES): number =>
  Math.round(COMMUNITY.bytes + Math.max(0, rules - COMMUNITY.rules) * BYTES_PER_RULE);
