/** Time limits in milliseconds of one attempt, redirects included. */
export interface Limits {
  readonly connectMs: number;
  /** From the request to the end of the answer's headers. */
  readonly headersMs: number;
  /** Between two pieces of the body. */
  readonly bodyMs: number;
  readonly totalMs: number;
  /** What an archive may unpack to. */
  readonly maxUnpackedBytes: number;
}

/** LightSPD, 128 MB, is through in the total at 72 KB a second. */
export const LIMITS: Limits = {
  connectMs: 15_000,
  headersMs: 60_000,
  bodyMs: 60_000,
  totalMs: 30 * 60_000,
  maxUnpackedBytes: 2 * 1024 * 1024 * 1024,
};
