/** How many table rows a document shows. */
export interface Limits {
  /** Maximum number of rows in the longest tables. */
  readonly rows: number;
  /** Maximum number of rules per arm in the list of rules that fired most. */
  readonly rules: number;
  /** Whether to show when each rule fired first and last. A page is too narrow for that. */
  readonly times: boolean;
}
