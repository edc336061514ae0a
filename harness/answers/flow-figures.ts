import {z} from 'zod';

const count = z.int().nonnegative();

/**
 * The flows that one arm alerted on, over the captures that every arm has read. A flow is a protocol with both ends (address
 * and port) within one capture; both directions are one flow.
 */
export const flowFigures = z.object({
  arm: z.string(),
  /** Flows with at least one alert of this arm. */
  flows: count,
  /** Flows that only this arm alerted on. */
  foundAlone: count,
  /** Flows that the baseline alerted on as well; all of them for the baseline itself. */
  withBaseline: count,
  /** Flows that another arm alerted on, and this one did not. */
  missed: count,
  /** Alerts that belong to no flow, because they have no addresses. */
  alertsWithoutFlow: count,
});
export type FlowFigures = z.infer<typeof flowFigures>;
