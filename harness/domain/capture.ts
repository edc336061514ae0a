/** A capture file as planned: equal bytes at two paths are two captures. */
export interface CaptureFacts {
  /** As declared: relative to the project folder where it lies inside, with forward slashes. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Of the first interface in the file's header; undefined when the header is broken. */
  readonly linkType: number | undefined;
  /** What is wrong with the header, if anything: told where Snort could not read the file. */
  readonly headerProblem: string | undefined;
  /** Why a gzipped file could not be unpacked to its end. */
  readonly damage: string | undefined;
  readonly packets: number;
  /** Packets of which the file holds fewer bytes than were on the wire. */
  readonly cutPackets: number;
}

/** Where a live trial's own recordings lie, below its folder. */
export const RECORDED_FOLDER = 'recorded';

/** Whether a capture of a live trial is its own recording; others lie below the project. */
export const isRecorded = (path: string): boolean => path.startsWith(`${RECORDED_FOLDER}/`);
