import type {LineTime} from '../ports.ts';

// a timestamp with a fraction is as distinctive as a serial number
const FINE_TIME = /"timestamp"\s*:\s*"[^"]*:\d\d\.\d+/;
const SECONDS = /"(?:seconds|timestamp)"\s*:\s*"?([^",}]+)/;

/** Returns the time in an alert's line. */
export function timeIn(line: Uint8Array): LineTime {
  const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('latin1');
  return {isExact: FINE_TIME.test(text), text: SECONDS.exec(text)?.[1]};
}
