import {join} from 'node:path';

/**
 * Names that Snort cannot be given: it trims the lines of its list, reads no gzip, and prints the path of an alert's
 * capture into its JSON as it stands.
 */
const NEEDS_STAND_IN = /\.gz$|\s$|["\\\p{Cc}]/iu;

/** Folder of stand-ins in a run's folder. */
export const STAND_INS = 'captures';

/**
 * Path under which a run's engine is given a capture: its own, or that of a stand-in (a link, or the unpacked file) in the
 * run's folder. The same for the same run, so that its alerts can be given to their captures after a crash.
 */
export const givenAs = (absolutePath: string, folder: string, place: number): string =>
  NEEDS_STAND_IN.test(absolutePath) ? join(folder, STAND_INS, `${place}.pcap`) : absolutePath;
