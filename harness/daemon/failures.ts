import {type FailureOf, failuresOf, failureTable} from '../domain/failure.ts';

export const daemonFailures = failureTable({
  'webhook-silent': {
    exit: 6,
    // neither the address nor the token: both are secrets of the environment
    say: (f: {reason: string}) =>
      `the webhook was not notified: ${f.reason}. Check the variables named under "notify:"; unsent notices will be sent again`,
  },
  unexpected: {
    exit: 1,
    say: (f: {reason: string}) =>
      `unexpected error: ${f.reason}. Stored data is intact; run the same command again, ` +
      'with RULETRIAL_DEBUG=1 for a stack trace to report',
  },
});

export const {fail, failure} = failuresOf(daemonFailures);

export type DaemonFailure = FailureOf<typeof daemonFailures>;
