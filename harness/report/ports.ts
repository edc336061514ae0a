import type {Document} from '../document/document.ts';
import type {RenderedFormat} from '../document/formats.ts';
import type {RenderedFile} from '../document/renderer.ts';

/** Renders a Document; given by `document/`'s renderers through wiring. */
export type Render = (
  format: RenderedFormat,
  document: Document,
  options: {width: number; colour: boolean},
) => readonly RenderedFile[];

/** A folder for written reports; other files in it are kept. */
export interface ReportFolder {
  /** Absolute path. */
  readonly path: string;
  write(files: readonly RenderedFile[]): Promise<void>;
}
