import {ipv4Number, ipv6Bytes, ipv6Text} from '../domain/address.ts';
import {type Alert, CONTEXT_FIELDS} from '../domain/alert.ts';
import type {Trial} from './open-trial.ts';

/** Entries remembered of each dictionary before its memory is emptied. */
const REMEMBERED = 65_536;
/** Rows that hostile traffic may add to a dictionary; what comes later is kept beside the alert as it is. */
export const DICTIONARY_ROWS = 262_144;
/** IPv6 addresses stand above all IPv4 ones. */
export const V6_BASE = 2 ** 32;

/** Remembers ids by key; forgets everything when full, since the store knows them again. */
class Memory {
  readonly #ids = new Map<string, number>();

  get(key: string, find: () => number): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = find();
    if (this.#ids.size >= REMEMBERED) this.#ids.clear();
    this.#ids.set(key, id);
    return id;
  }

  clear(): void {
    this.#ids.clear();
  }
}

/** Ids of rules, contexts, interfaces and addresses: looked up in memory, then in the store, else made. */
export function dictionaries(db: Trial) {
  const rules = new Memory();
  const contexts = new Memory();
  const ifaces = new Memory();
  const addresses = new Memory();
  const insertRule = db
    .prepare(`INSERT INTO rule(gid, sid, rev, priority, classtype, msg) VALUES(?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET msg = msg RETURNING id`)
    .pluck();
  const findRule = db
    .prepare(
      'SELECT id FROM rule WHERE gid = ? AND sid = ? AND rev = ? AND priority = ? AND classtype = ? AND msg = ?',
    )
    .pluck();
  const countRules = db.prepare('SELECT count(*) FROM rule').pluck();
  const insertContext = db
    .prepare(`INSERT INTO context(${CONTEXT_FIELDS.join(', ')})
    VALUES(${CONTEXT_FIELDS.map(() => '?').join(', ')}) ON CONFLICT DO UPDATE SET proto = proto RETURNING id`)
    .pluck();
  const findContext = db
    .prepare(`SELECT id FROM context WHERE ${CONTEXT_FIELDS.map(field => `${field} = ?`).join(' AND ')}`)
    .pluck();
  const countContexts = db.prepare('SELECT count(*) FROM context').pluck();
  const insertIface = db
    .prepare('INSERT INTO iface(name) VALUES(?) ON CONFLICT DO UPDATE SET name = name RETURNING id')
    .pluck();
  const insertAddress = db
    .prepare('INSERT INTO address6(ip, text) VALUES(?, ?) ON CONFLICT DO UPDATE SET ip = ip RETURNING id')
    .pluck();
  const count = {rules: Number(countRules.get()), contexts: Number(countContexts.get())};

  return {
    /** Undefined: the dictionary is full and does not know this rule. */
    rule(alert: Alert): number | undefined {
      const row = [alert.gid, alert.sid, alert.rev, alert.priority, alert.classtype, alert.msg];
      const id = rules.get(row.join('\u0000'), () => {
        const known = findRule.get(row);
        if (known !== undefined) return Number(known);
        if (count.rules >= DICTIONARY_ROWS) return 0;
        count.rules += 1;
        return Number(insertRule.get(row));
      });
      return id === 0 ? undefined : id;
    },
    /** A rule's row for when the dictionary is full: its id alone, its words beside the alert. */
    bareRule: (alert: Alert): number => Number(insertRule.get(alert.gid, alert.sid, alert.rev, 0, '', '')),
    context(alert: Alert): number | undefined {
      const row = CONTEXT_FIELDS.map(field => alert.context[field]);
      const id = contexts.get(row.join('\u0000'), () => {
        const known = findContext.get(row);
        if (known !== undefined) return Number(known);
        if (count.contexts >= DICTIONARY_ROWS) return 0;
        count.contexts += 1;
        return Number(insertContext.get(row));
      });
      return id === 0 ? undefined : id;
    },
    bareContext: (): number => Number(insertContext.get(CONTEXT_FIELDS.map(() => ''))),
    iface: (name: string): number => ifaces.get(name, () => Number(insertIface.get(name))),
    address(text: string): number | null {
      const v4 = ipv4Number(text);
      if (v4 !== undefined) return v4;
      const id = addresses.get(text, () => {
        const bytes = ipv6Bytes(text);
        return bytes ? V6_BASE + Number(insertAddress.get(bytes, ipv6Text(bytes))) : -1;
      });
      return id < 0 ? null : id;
    },
    /** After a transaction that was rolled back, ids of rows that are gone must not be remembered. */
    forget(): void {
      for (const memory of [rules, contexts, ifaces, addresses]) memory.clear();
      count.rules = Number(countRules.get());
      count.contexts = Number(countContexts.get());
    },
  };
}

export type Dictionaries = ReturnType<typeof dictionaries>;
