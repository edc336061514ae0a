/** How many table rows a document shows. */
export interface Limits {
  /** Rows of the longest tables, and rules of each arm in the list of those that fired most. */
  readonly rows: number;
  readonly rules: number;
  /** With each rule's first and last alert, for which a page has no room. */
  readonly times: boolean;
}
