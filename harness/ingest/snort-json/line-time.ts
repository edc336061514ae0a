import type {LineTime} from '../ports.ts';

// Snort's clock with its fraction is as good as a number of its own
const FINE_TIME = /"timestamp"\s*:\s*"[^"]*:\d\d\.\d+/;
const SECONDS = /"(?:seconds|timestamp)"\s*:\s*"?([^",}]+)/;

/** The time that an alert's line shows. */
export function timeIn(line: Uint8Array): LineTime {
  const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('latin1');
  return {isExact: FINE_TIME.test(text), text: SECONDS.exec(text)?.[1]};
}
