/** A capture file in a plan; equal files at two paths are two captures. */
export interface CaptureFacts {
  /** The path as declared: relative to the project folder if it is inside, with forward slashes. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Link type of the first interface in the file's header; undefined if the header is broken. */
  readonly linkType: number | undefined;
  /** What is wrong with the header, if anything; shown if Snort cannot read the file. */
  readonly headerProblem: string | undefined;
  /** Why a gzipped file could not be unpacked to its end. */
  readonly damage: string | undefined;
  readonly packets: number;
  /** Packets of which the file holds fewer bytes than were on the wire. */
  readonly cutPackets: number;
}

/** The folder of a live trial's own recordings, below its folder. */
export const RECORDED_FOLDER = 'recorded';

/** Returns whether a capture of a live trial is its own recording; other captures are below the project. */
export const isRecorded = (path: string): boolean => path.startsWith(`${RECORDED_FOLDER}/`);
