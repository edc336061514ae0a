import type {Document} from './document.ts';
import type {RenderedFormat} from './formats.ts';

/** How wide, and whether colours may be used; only the terminal looks at it. */
export interface RenderOptions {
  /** Columns of the terminal, 40 or more. */
  readonly width: number;
  readonly colour: boolean;
}

/** One file of a rendered document; `path` is relative, with forward slashes. */
export interface RenderedFile {
  readonly path: string;
  readonly content: string;
}

/** Turns a Document into files of one format: one file, or (CSV) a folder with one CSV file per table. Pure. */
export interface Renderer {
  readonly format: RenderedFormat;
  render(document: Document, options: RenderOptions): readonly RenderedFile[];
}
