import type {FlowFigures} from '../../answers/flow-figures.ts';
import type {PartName} from '../../answers/parts.ts';
import type {Trial} from '../open-trial.ts';
import {WHOLE_CAPTURES} from './captures.ts';

/** Reads the flows that each arm alerted on, over the captures that all `arms` have read; in the order of the arms. */
export const readFlows = (
  db: Trial,
  part: PartName,
  {arms, baseline = ''}: {readonly arms: number; readonly baseline?: string | undefined},
): readonly FlowFigures[] => db.prepare(FLOWS).all({part, arms, baseline}) as FlowFigures[];

/** Whether the source is the first end of a flow: its ends stand in the order of address and port, whoever sends. */
const IS_FIRST = '(src, coalesce(src_port, -1)) <= (dst, coalesce(dst_port, -1))';

const FLOWS = `WITH whole AS (${WHOLE_CAPTURES}),
  alerted AS (
    SELECT run.arm, alert.capture, proto, src IS NULL OR dst IS NULL AS no_flow,
      iif(${IS_FIRST}, src, dst) AS first, iif(${IS_FIRST}, src_port, dst_port) AS first_port,
      iif(${IS_FIRST}, dst, src) AS second, iif(${IS_FIRST}, dst_port, src_port) AS second_port, count(*) AS n
    FROM alert JOIN counted_run AS run ON run.id = alert.run AND run.part = @part
    JOIN context ON context.id = alert.context
    WHERE alert.capture IN (SELECT capture FROM whole) GROUP BY 1, 2, 3, 4, 5, 6, 7, 8),
  flow AS MATERIALIZED (SELECT arm, count(*) OVER ends AS arms,
    max(arm = (SELECT id FROM arm WHERE name = @baseline)) OVER ends AS with_baseline FROM alerted WHERE NOT no_flow
    WINDOW ends AS (PARTITION BY capture, proto, first, first_port, second, second_port)),
  -- each flow counts once, however many arms alerted on it
  every AS (SELECT CAST(round(coalesce(sum(1.0 / arms), 0)) AS INT) AS flows FROM flow)
  SELECT arm.name AS arm, count(flow.arms) AS flows, coalesce(sum(flow.arms = 1), 0) AS foundAlone,
    coalesce(sum(flow.with_baseline), 0) AS withBaseline,
    (SELECT flows FROM every) - count(flow.arms) AS missed,
    (SELECT coalesce(sum(n), 0) FROM alerted WHERE alerted.arm = arm.id AND no_flow) AS alertsWithoutFlow
  FROM arm LEFT JOIN flow ON flow.arm = arm.id GROUP BY arm.id ORDER BY arm.id`;
