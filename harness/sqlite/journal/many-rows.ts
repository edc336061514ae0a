import type {Trial} from '../open-trial.ts';

/** Rows in one statement. */
const ROWS = 32;

/** Inserts rows of numbers, many a statement: a call of SQLite costs more than a row. */
class ManyRows {
  readonly #width: number;
  readonly #many;
  readonly #single;
  #cells: number[] = [];

  constructor(db: Trial, table: string, width: number, onConflict: string) {
    const one = `(${new Array(width).fill('?').join(', ')})`;
    const insert = (rows: number): string =>
      `INSERT INTO ${table} VALUES ${new Array(rows).fill(one).join(', ')} ${onConflict}`;
    this.#width = width;
    this.#many = db.prepare(insert(ROWS));
    this.#single = db.prepare(insert(1));
  }

  /** Takes a row, to be inserted at the latest by `flush`. */
  add(...row: readonly number[]): void {
    this.#cells.push(...row);
    if (this.#cells.length < ROWS * this.#width) return;
    this.#many.run(this.#cells);
    this.#cells = [];
  }

  flush(): void {
    for (let at = 0; at < this.#cells.length; at += this.#width)
      this.#single.run(this.#cells.slice(at, at + this.#width));
    this.#cells = [];
  }

  /** Drops the rows that wait. */
  forget(): void {
    this.#cells = [];
  }
}

export const manyRows = (db: Trial, table: string, width: number, onConflict: string): ManyRows =>
  new ManyRows(db, table, width, onConflict);
