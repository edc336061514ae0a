import type {Document} from '../document/document.ts';
import type {RenderedFile} from '../document/renderer.ts';

/** The formats in which a report is told. */
export const FORMATS = ['terminal', 'markdown', 'html', 'csv', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** Renders a Document; given by `document/`'s renderers through wiring. */
export type Render = (
  format: Exclude<Format, 'json'>,
  document: Document,
  options: {width: number; colour: boolean},
) => readonly RenderedFile[];

/** A folder into which reports are written; what else lies in it stays. */
export interface ReportFolder {
  /** Absolute path. */
  readonly path: string;
  write(files: readonly RenderedFile[]): Promise<void>;
}
