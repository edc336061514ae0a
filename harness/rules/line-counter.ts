/** Line numbers of offsets that never become smaller; the first line is 1. */
export class LineCounter {
  readonly #text: string;
  #line = 1;
  /** Of the newline that ends this line. */
  #newline: number;

  constructor(text: string) {
    this.#text = text;
    this.#newline = text.indexOf('\n');
  }

  at(offset: number): number {
    while (this.#newline >= 0 && this.#newline < offset) {
      this.#line += 1;
      this.#newline = this.#text.indexOf('\n', this.#newline + 1);
    }
    return this.#line;
  }
}
