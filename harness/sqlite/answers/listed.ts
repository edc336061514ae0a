import type {ListedFigures} from '../../answers/figures.ts';
import type {PartName} from '../../answers/parts.ts';
import type {Trial} from '../open-trial.ts';
import {IN_COUNTED_TIME} from './parts.ts';

/**
 * Counts flows of blocklist addresses by Snort's reputation events (gid 136). In sid 1 and 3 the source address is listed,
 * in sid 4 and 6 the destination. A flow can raise one event in each direction, but is counted once.
 */
const LISTED = `WITH met AS (SELECT run.arm, run.id AS run, context.proto AS proto, alert.capture,
    CASE WHEN rule.sid IN (1, 3) THEN alert.src ELSE alert.dst END AS listed,
    CASE WHEN rule.sid IN (1, 3) THEN alert.dst ELSE alert.src END AS peer,
    CASE WHEN rule.sid IN (1, 3) THEN alert.src_port ELSE alert.dst_port END AS port,
    CASE WHEN rule.sid IN (1, 3) THEN alert.dst_port ELSE alert.src_port END AS peer_port
    FROM alert JOIN rule ON rule.id = alert.rule AND rule.gid = 136 AND rule.sid IN (1, 3, 4, 6)
    JOIN counted_run AS run ON run.id = alert.run AND run.part = @part
      AND ${IN_COUNTED_TIME}
    JOIN context ON context.id = alert.context),
  flow AS (SELECT arm, listed, count(*) AS alerts FROM met
    GROUP BY arm, run, capture, proto, listed, peer, port, peer_port)
  SELECT arm.name AS arm, coalesce(six.text, ((listed >> 24) & 255) || '.' || ((listed >> 16) & 255) || '.' ||
    ((listed >> 8) & 255) || '.' || (listed & 255)) AS address, count(*) AS flows, sum(alerts) AS alerts
  FROM flow JOIN arm ON arm.id = flow.arm LEFT JOIN address6 AS six ON six.id = listed - 4294967296
  GROUP BY flow.arm, listed ORDER BY flow.arm, flows DESC, address LIMIT 10000`;

/** Reads the blocklist addresses that appeared in the traffic, with the flows that would have been blocked. */
export const readListed = (db: Trial, part: PartName): readonly ListedFigures[] =>
  db.prepare(LISTED).all({part}) as ListedFigures[];
