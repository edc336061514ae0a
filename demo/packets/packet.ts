export interface Packet {
  /** Microseconds since the start of the capture. */
  readonly at: number;
  /** From the Ethernet header on, without the frame check sequence. */
  readonly frame: Uint8Array;
}

/** Times of scenes are in microseconds. */
export const MILLISECOND = 1_000;
export const SECOND = 1_000_000;
