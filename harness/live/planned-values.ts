import type {LiveDeclaration} from '../declarations/live-schedule.ts';

/** Converts `record:` of a schedule to the value in a plan. */
export const recordOf = ({ring, filter, snaplen, exclude_ports}: NonNullable<LiveDeclaration['record']>) => ({
  ringBytes: ring,
  ...(filter === undefined ? {} : {filter}),
  snaplen,
  excludePorts: exclude_ports,
});

/** Converts `notify:` of a schedule to the value in a plan, which names the environment variables of the webhook. */
export const notifyOf = ({url_variable, token_variable}: NonNullable<LiveDeclaration['notify']>) => ({
  urlVariable: url_variable,
  ...(token_variable === undefined ? {} : {tokenVariable: token_variable}),
});
