/** A capture file as planned: equal bytes at two paths are two captures. */
export interface CaptureFacts {
  /** As declared: relative to the project folder where it lies inside, with forward slashes. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Of the first interface in the file's header; undefined when the header is broken. */
  readonly linkType: number | undefined;
  /** What is wrong with the header, if anything; Snort's own word comes with each run. */
  readonly headerProblem: string | undefined;
}

/** Where a live trial's own recordings lie, below its folder. */
export const RECORDED_FOLDER = 'recorded';

/** Whether a capture of a live trial is its own recording; others lie below the project. */
export const isRecorded = (path: string): boolean => path.startsWith(`${RECORDED_FOLDER}/`);
