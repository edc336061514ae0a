import type {CaptureFacts} from '../domain/capture.ts';

export interface FoundCaptures {
  /** The captures, sorted by path. */
  readonly captures: readonly CaptureFacts[];
  /** Files in declared folders that are not captures. */
  readonly ignored: readonly string[];
  /** Files that look like captures and cannot be opened, with the reason. */
  readonly unusable: readonly {readonly path: string; readonly reason: string}[];
}

/** A declared entry without captures, and why. */
export interface NoCaptures {
  readonly entry: string;
  readonly reason: string;
}

/** Access to the captures of a project; supplied by `disk/`. */
export interface CaptureSource {
  /** The project folder, relative to the state folder, so that both can be moved together. */
  readonly project: string;
  /** Returns the captures of another project, named as in `project`; these ones if there is no such folder. */
  inProject(project: string | undefined): CaptureSource;
  /** Finds the captures in files, folders and globs; each is read completely once for its digest. */
  find(
    entries: readonly string[],
    progress: (done: number, total: number) => void,
  ): Promise<FoundCaptures | NoCaptures>;
  /** Returns the current path of a planned capture. */
  locate(path: string): string;
  /** Computes the current SHA-256 of a planned capture; undefined if it cannot be read. */
  digest(path: string): Promise<string | undefined>;
}
