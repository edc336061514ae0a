import type {Alert} from '../domain/alert.ts';
import type {RuleIdParts} from '../domain/rule.ts';

/** Returns the message of a rule; undefined if the rule is unknown. */
export type MessageOf = (rule: RuleIdParts) => string | undefined;

/** Matches messages that may be misread, because Snort does not escape quotes, backslashes and control characters. */
const IN_DOUBT = /["\\\p{Cc}]|[^\p{ASCII}]/u;

/** Replaces the message of an alert by that of its rule, if the rule is known and the message may be misread. */
export function withKnownMessage(alert: Alert, messageOf: MessageOf): Alert {
  if (!IN_DOUBT.test(alert.msg)) return alert;
  const msg = messageOf(alert);
  return msg === undefined || msg === alert.msg ? alert : {...alert, msg};
}
