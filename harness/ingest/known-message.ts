import type {Alert} from '../domain/alert.ts';
import type {RuleIdParts} from '../domain/rule.ts';

/** The message of a rule that is known; undefined: it is not. */
export type MessageOf = (rule: RuleIdParts) => string | undefined;

/** Where Snort's message cannot be read for sure: it prints quotes, backslashes and control characters as they are. */
const IN_DOUBT = /["\\\p{Cc}]|[^\p{ASCII}]/u;

/** The alert with the message of its rule, where that is known and its own is in doubt. */
export function withKnownMessage(alert: Alert, messageOf: MessageOf): Alert {
  if (!IN_DOUBT.test(alert.msg)) return alert;
  const msg = messageOf(alert);
  return msg === undefined || msg === alert.msg ? alert : {...alert, msg};
}
