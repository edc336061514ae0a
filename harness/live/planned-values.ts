import type {LiveDeclaration} from '../declarations/live-schedule.ts';

/** What is recorded. */
export const recordOf = ({ring, filter, snaplen, exclude_ports}: NonNullable<LiveDeclaration['record']>) => ({
  ringBytes: ring,
  ...(filter === undefined ? {} : {filter}),
  snaplen,
  excludePorts: exclude_ports,
});

/** Which variables of the environment name the webhook. */
export const notifyOf = ({url_variable, token_variable}: NonNullable<LiveDeclaration['notify']>) => ({
  urlVariable: url_variable,
  ...(token_variable === undefined ? {} : {tokenVariable: token_variable}),
});
