import type {Document} from '../document/document.ts';
import type {RenderedFormat} from '../document/formats.ts';
import type {RenderedFile} from '../document/renderer.ts';
import type {Micros} from '../domain/time.ts';

/** Renders a Document. It is implemented by the renderers in `document/`. */
export type Render = (
  format: RenderedFormat,
  document: Document,
  options: {width: number; colour: boolean},
) => readonly RenderedFile[];

/** A folder into which reports are written. Other files in it are kept. */
export interface ReportFolder {
  /** Absolute path. */
  readonly path: string;
  write(files: readonly RenderedFile[]): Promise<void>;
  /** Returns when a file in it was written; undefined if there is none. */
  writtenAt(file: string): Promise<Micros | undefined>;
}
