import {join} from 'node:path';

/**
 * Matches names that Snort cannot handle: it trims the lines of its list, does not read gzip, and does not escape the path
 * of a capture in the JSON of an alert.
 */
const NEEDS_STAND_IN = /\.gz$|\s$|["\\\p{Cc}]/iu;

/** The folder of stand-ins in a run's folder. */
export const STAND_INS = 'captures';

/**
 * Returns the path of a capture for the engine: its own, or that of a stand-in in the run's folder (a link, or the unpacked
 * file). It is always the same for a run, so that alerts can be assigned to captures after a crash.
 */
export const pathForEngine = (absolutePath: string, folder: string, index: number): string =>
  NEEDS_STAND_IN.test(absolutePath) ? join(folder, STAND_INS, `${index}.pcap`) : absolutePath;
