import {type Alert, CONTEXT_FIELDS} from '../../domain/alert.ts';

/** Characters of a message, or of any other word that many alerts share; a longer one stands beside its alert. */
export const MAX_WORD = 4096;

/** The alert with words that a dictionary takes: of a longer one the beginning, and all of it among the fields beside the alert. */
export function boundedWords(alert: Alert): Alert {
  const {msg, class: className, iface, context} = alert;
  const isLong = CONTEXT_FIELDS.some(field => context[field].length > MAX_WORD);
  if (!isLong && msg.length <= MAX_WORD && className.length <= MAX_WORD && (iface?.length ?? 0) <= MAX_WORD)
    return alert;
  const words = {...context, msg, class: className, iface: iface ?? ''};
  const long = Object.entries(words).filter(([, word]) => word.length > MAX_WORD);
  return {
    ...alert,
    msg: cut(msg),
    class: cut(className),
    iface: iface === null ? null : cut(iface),
    context: Object.fromEntries(
      CONTEXT_FIELDS.map(field => [field, cut(context[field])]),
    ) as Alert['context'],
    extra: JSON.stringify({...(alert.extra ? JSON.parse(alert.extra) : {}), ...Object.fromEntries(long)}),
  };
}

/** Not within a character of two units. */
const cut = (word: string): string =>
  word.length <= MAX_WORD ? word : `${word.slice(0, MAX_WORD - 1).replace(/[\ud800-\udbff]$/, '')}\u2026`;
