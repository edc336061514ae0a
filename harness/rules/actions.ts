/** Actions that a rule can begin with in Snort 3.11.1. */
export const ACTIONS: readonly string[] = [
  'alert',
  'block',
  'drop',
  'file_id',
  'log',
  'pass',
  'react',
  'reject',
  'rewrite',
];
