import {type FailureOf, failureTable} from '../domain/failure.ts';

export const daemonFailures = failureTable({
  'webhook-silent': {
    exit: 6,
    // neither the address nor the token: both are secrets of the environment
    say: (f: {why: string}) =>
      `the webhook was not told: ${f.why}. Look at the variables that notify: names; what is not told yet is sent again`,
  },
});

export type DaemonFailure = FailureOf<typeof daemonFailures>;
