/** Time limits in milliseconds of one attempt, redirects included. */
export interface Limits {
  readonly connectMs: number;
  /** From the request to the end of the answer's headers. */
  readonly headersMs: number;
  /** Between two chunks of the body. */
  readonly bodyMs: number;
  readonly totalMs: number;
  /** How large an archive may be when unpacked. */
  readonly maxUnpackedBytes: number;
}

/** The total suffices for LightSPD (128 MB) at 72 KB per second. */
export const LIMITS: Limits = {
  connectMs: 15_000,
  headersMs: 60_000,
  bodyMs: 60_000,
  totalMs: 30 * 60_000,
  maxUnpackedBytes: 2 * 1024 * 1024 * 1024,
};
