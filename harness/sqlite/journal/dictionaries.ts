import {ipv4Number, ipv6Bytes, ipv6Text} from '../../domain/address.ts';
import {type Alert, CONTEXT_FIELDS} from '../../domain/alert.ts';
import type {Trial} from '../open-trial.ts';

/** Entries remembered of each dictionary before its memory is emptied. */
const REMEMBERED = 65_536;
/** Contexts of alerts that are known again without reading their words. */
const SEEN_CONTEXTS = 4096;
/** Characters of the keys that are remembered of each dictionary. */
const REMEMBERED_CHARACTERS = 8 * 1024 * 1024;
/** Rows that hostile traffic may add to a dictionary; what comes later is kept beside the alert as it is. */
export const DICTIONARY_ROWS = 262_144;
/** IPv6 addresses stand above all IPv4 ones. */
export const V6_BASE = 2 ** 32;

/** Remembers ids by key; forgets everything when full, since the store knows them again. */
class Memory {
  readonly #ids = new Map<string, number>();
  #characters = 0;

  get(key: string, find: () => number): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = find();
    if (this.#ids.size >= REMEMBERED || this.#characters >= REMEMBERED_CHARACTERS) this.clear();
    this.#ids.set(key, id);
    this.#characters += key.length;
    return id;
  }

  clear(): void {
    this.#ids.clear();
    this.#characters = 0;
  }
}

/** What an alert says of its rule; the whole alert, with its payload, is not kept. */
type RuleWords = Pick<Alert, 'gid' | 'rev' | 'msg' | 'class' | 'priority'>;

const sameRule = (a: RuleWords, b: RuleWords): boolean =>
  a.rev === b.rev && a.gid === b.gid && a.msg === b.msg && a.class === b.class && a.priority === b.priority;

/** A dictionary of rows with a bound: once it is full, only what it knows already is found. */
function boundedRows(db: Trial, table: string, columns: readonly string[]) {
  const insert = db
    .prepare(`INSERT INTO ${table}(${columns.join(', ')}) VALUES(${columns.map(() => '?').join(', ')})
      ON CONFLICT DO UPDATE SET ${columns[0]} = ${columns[0]} RETURNING id`)
    .pluck();
  const find = db
    .prepare(`SELECT id FROM ${table} WHERE ${columns.map(column => `${column} = ?`).join(' AND ')}`)
    .pluck();
  const rows = db.prepare(`SELECT count(*) FROM ${table}`).pluck();
  let count = Number(rows.get());
  return {
    insert: (row: readonly unknown[]): number => Number(insert.get(row)),
    /** 0: the dictionary is full and does not know this row. */
    id(row: readonly unknown[]): number {
      const known = find.get(row);
      if (known !== undefined) return Number(known);
      if (count >= DICTIONARY_ROWS) return 0;
      count += 1;
      return Number(insert.get(row));
    },
    recount(): void {
      count = Number(rows.get());
    },
  };
}

const RULE_COLUMNS = ['gid', 'sid', 'rev', 'priority', 'classtype', 'msg'];

function ruleDictionary(db: Trial) {
  const rows = boundedRows(db, 'rule', RULE_COLUMNS);
  const memory = new Memory();
  const lastOfSid = new Map<number, {readonly words: RuleWords; readonly id: number}>();
  let characters = 0;
  return {
    /** Undefined: the dictionary is full and does not know this rule. */
    rule(alert: Alert): number | undefined {
      // an alert's rule nearly always has the very words of the last alert of that sid
      const last = lastOfSid.get(alert.sid);
      if (last && sameRule(last.words, alert)) return last.id;
      const row = [alert.gid, alert.sid, alert.rev, alert.priority, alert.class, alert.msg];
      const id = memory.get(JSON.stringify(row), () => rows.id(row));
      if (id === 0) return undefined;
      if (lastOfSid.size >= REMEMBERED || characters >= REMEMBERED_CHARACTERS) {
        lastOfSid.clear();
        characters = 0;
      }
      const {gid, rev, msg, class: className, priority} = alert;
      lastOfSid.set(alert.sid, {words: {gid, rev, msg, class: className, priority}, id});
      characters += msg.length + className.length;
      return id;
    },
    /** A rule's row for when the dictionary is full: its id alone, its words beside the alert. */
    bareRule: (alert: Alert): number => rows.insert([alert.gid, alert.sid, alert.rev, 0, '', '']),
    forgetRules(): void {
      memory.clear();
      lastOfSid.clear();
      rows.recount();
    },
  };
}

function contextDictionary(db: Trial) {
  const rows = boundedRows(db, 'context', CONTEXT_FIELDS);
  const memory = new Memory();
  // alerts of one rule nearly always share one object
  const byObject = new Map<Alert['context'], number>();
  return {
    context({context}: Alert): number | undefined {
      const seen = byObject.get(context);
      if (seen !== undefined) return seen;
      const {action, dir, proto, pkt_gen, service, eth_type, tcp_flags} = context;
      // the lengths keep words apart that only differ in where one ends
      const lengths = `${action.length} ${dir.length} ${proto.length} ${pkt_gen.length} ${service.length} ${eth_type.length}`;
      const key = `${lengths} ${action}${dir}${proto}${pkt_gen}${service}${eth_type}${tcp_flags}`;
      const id = memory.get(key, () => rows.id(CONTEXT_FIELDS.map(field => context[field])));
      if (id === 0) return undefined;
      if (byObject.size >= SEEN_CONTEXTS) byObject.clear();
      byObject.set(context, id);
      return id;
    },
    bareContext: (): number => rows.insert(CONTEXT_FIELDS.map(() => '')),
    forgetContexts(): void {
      byObject.clear();
      memory.clear();
      rows.recount();
    },
  };
}

function placeDictionary(db: Trial) {
  const ifaces = new Memory();
  const addresses = new Memory();
  const insertIface = db
    .prepare('INSERT INTO iface(name) VALUES(?) ON CONFLICT DO UPDATE SET name = name RETURNING id')
    .pluck();
  const insertAddress = db
    .prepare('INSERT INTO address6(ip, text) VALUES(?, ?) ON CONFLICT DO UPDATE SET ip = ip RETURNING id')
    .pluck();
  return {
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
    forgetPlaces(): void {
      ifaces.clear();
      addresses.clear();
    },
  };
}

/** Ids of rules, contexts, interfaces and addresses: looked up in memory, then in the store, else made. */
export function dictionaries(db: Trial) {
  const all = {...ruleDictionary(db), ...contextDictionary(db), ...placeDictionary(db)};
  return {
    ...all,
    /** After a transaction that was rolled back, ids of rows that are gone must not be remembered. */
    forget(): void {
      all.forgetRules();
      all.forgetContexts();
      all.forgetPlaces();
    },
  };
}

export type Dictionaries = ReturnType<typeof dictionaries>;
