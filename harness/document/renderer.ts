import type {Document} from './document.ts';
import type {RenderedFormat} from './formats.ts';

/** The width, and whether colours may be used; only the terminal renderer uses these. */
export interface RenderOptions {
  /** The width of the terminal in characters, 40 or more. */
  readonly width: number;
  readonly colour: boolean;
}

/** A file of a rendered document; `path` is relative, with forward slashes. */
export interface RenderedFile {
  readonly path: string;
  readonly content: string;
}

/** Renders a Document in one format, as one file or, for CSV, as one file per table. Pure. */
export interface Renderer {
  readonly format: RenderedFormat;
  render(document: Document, options: RenderOptions): readonly RenderedFile[];
}
