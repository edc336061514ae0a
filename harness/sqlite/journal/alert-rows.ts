import {type Alert, NUMBER_FIELDS} from '../../domain/alert.ts';
import type {Trial} from '../open-trial.ts';
import {boundedWords} from './bounded-words.ts';
import type {Dictionaries} from './dictionaries.ts';

const COLUMNS = ['run', 'capture', 'at', 'rule', 'context', 'iface', 'src', 'dst', ...NUMBER_FIELDS];
const WIDTH = COLUMNS.length;
/** Rows in one statement. */
const ROWS = 32;

interface Placed {
  readonly rule: number;
  readonly src: number | null;
}

/**
 * Inserts alerts, many a statement. The alert table has no constraint, so that no such statement can fail half-way: with
 * one SQLite would keep a journal for each statement, which costs more than it saves.
 */
class AlertRows {
  readonly #words: Dictionaries;
  readonly #many;
  readonly #single;
  readonly #insertExtra;
  /** One array for all statements, row after row in the order of COLUMNS: SQLite has read it when `run` returns. */
  readonly #cells: (number | null)[] = new Array(ROWS * WIDTH).fill(null);
  #waiting = 0;

  constructor(db: Trial, words: Dictionaries) {
    const one = `(${COLUMNS.map(() => '?').join(', ')})`;
    const into = `INSERT INTO alert(${COLUMNS.join(', ')}) VALUES`;
    this.#words = words;
    this.#many = db.prepare(`${into} ${new Array(ROWS).fill(one).join(', ')}`);
    this.#single = db.prepare(`${into} ${one}`);
    this.#insertExtra = db.prepare('INSERT INTO alert_extra(alert, json) VALUES(?, ?)');
  }

  /** Takes an alert, to be inserted at the latest by `flush`; says under which rule and source it stands. */
  add(given: Alert, run: number, capture: number): Placed {
    const alert = boundedWords(given);
    const known = this.#words.rule(alert);
    const context = this.#words.context(alert);
    const rule = known ?? this.#words.bareRule(alert);
    const src = alert.src === null ? null : this.#words.address(alert.src);
    this.#place(alert, [run, capture, alert.at, rule, context ?? this.#words.bareContext()], src);
    const kept =
      known !== undefined && context !== undefined ? alert.extra : keptBeside(alert, known, context);
    if (kept !== null) this.#insertExtra.run(this.flush(), kept);
    else if (this.#waiting === ROWS) {
      this.#many.run(this.#cells);
      this.#waiting = 0;
    }
    return {rule, src};
  }

  /** Inserts the rows that wait; gives the last one's id. */
  flush(): number | bigint {
    let last: number | bigint = 0;
    for (let row = 0; row < this.#waiting; row += 1) {
      last = this.#single.run(this.#cells.slice(row * WIDTH, (row + 1) * WIDTH)).lastInsertRowid;
    }
    this.#waiting = 0;
    return last;
  }

  /** Drops what a transaction that was rolled back left waiting. */
  forget(): void {
    this.#waiting = 0;
  }

  #place(alert: Alert, head: readonly (number | null)[], src: number | null): void {
    const cells = this.#cells;
    let at = this.#waiting * WIDTH;
    for (const cell of head) cells[at++] = cell;
    cells[at++] = alert.iface === null ? null : this.#words.iface(alert.iface);
    cells[at++] = src;
    cells[at++] = alert.dst === null ? null : this.#words.address(alert.dst);
    for (const number of alert.numbers) cells[at++] = number;
    this.#waiting += 1;
  }
}

export const alertRows = (db: Trial, words: Dictionaries): AlertRows => new AlertRows(db, words);

/** Words for which a full dictionary has no room are kept beside the alert. */
function keptBeside(alert: Alert, rule: number | undefined, context: number | undefined): string {
  return JSON.stringify({
    ...(alert.extra ? JSON.parse(alert.extra) : {}),
    ...(rule === undefined ? {msg: alert.msg, class: alert.class, priority: alert.priority} : {}),
    ...(context === undefined ? alert.context : {}),
  });
}
