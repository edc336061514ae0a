import type {Figures} from '../../answers/figures.ts';
import type {RulesFound} from '../../answers/rules-found.ts';
import type {Trial} from '../open-trial.ts';

type Counts = Omit<RulesFound, 'named' | 'snapshots'> & {readonly arm: string; readonly named: number};
type SnapshotOfArm = RulesFound['snapshots'][number] & {readonly arm: string};

/** Reads how the rules that fired in arms of imported logs were found in snapshots. */
export function readRulesFound(db: Trial): Figures['rulesFound'] {
  const snapshots = db.prepare(SNAPSHOTS).all() as SnapshotOfArm[];
  return (db.prepare(COUNTS).all() as Counts[]).map(counts => ({
    ...counts,
    named: counts.named === 1,
    snapshots: snapshots.filter(({arm}) => arm === counts.arm).map(({arm: _, ...snapshot}) => snapshot),
  }));
}

const KEY = "rule.gid || ':' || rule.sid";
const rulesWhere = (condition: string): string => `count(DISTINCT CASE WHEN ${condition} THEN ${KEY} END)`;

const COUNTS = `SELECT arm.name AS arm, max(snapshot.named) AS named, count(DISTINCT ${KEY}) AS fired,
  ${rulesWhere('found.rule IS NOT NULL')} AS found,
  ${rulesWhere('rule.gid IN (1, 3)')} - ${rulesWhere('rule.gid IN (1, 3) AND found.rule IS NOT NULL')} AS missing,
  ${rulesWhere('known.rev <> rule.rev AND rule.rev > 0')} AS otherRevision,
  ${rulesWhere('snapshot.named AND NOT known.enabled')} AS disabled
  FROM arm_snapshot AS snapshot JOIN arm ON arm.id = snapshot.arm
  LEFT JOIN counted_run AS run ON run.arm = arm.id LEFT JOIN run_rule ON run_rule.run = run.id
  LEFT JOIN rule ON rule.id = run_rule.rule
  LEFT JOIN found_rule AS found ON found.arm = arm.id AND found.rule = rule.id
  LEFT JOIN known_rule AS known ON known.digest = found.digest AND known.gid = rule.gid AND known.sid = rule.sid
  GROUP BY arm.id ORDER BY arm.id`;

const SNAPSHOTS = `SELECT arm.name AS arm, snapshot.name AS name, snapshot.digest AS digest,
  count(DISTINCT ${KEY}) AS rules
  FROM arm_snapshot AS snapshot JOIN arm ON arm.id = snapshot.arm
  LEFT JOIN found_rule AS found ON found.arm = arm.id AND found.digest = snapshot.digest
  LEFT JOIN rule ON rule.id = found.rule
  GROUP BY arm.id, snapshot.position ORDER BY arm.id, snapshot.position`;
