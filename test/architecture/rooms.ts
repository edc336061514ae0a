/** Rooms of `harness/` by layer, the lowest first: a room imports only from lower layers (docs: harness/README.md). */
export const LAYERS: readonly (readonly string[])[] = [
  ['domain'],
  ['answers', 'declarations', 'rules', 'statistics', 'search', 'document'],
  ['engine', 'ingest'],
  ['machine', 'calendar', 'snapshots', 'honeypot', 'analysis'],
  ['arms'],
  ['trial', 'report', 'forward'],
  ['live'],
  ['daemon', 'explorer'],
  ['cli'],
  ['sqlite', 'disk', 'process'],
  ['wiring'],
  ['main.ts'],
];

/** Rooms that stand alone because many others are served by them; all of them is outside. */
export const SERVING: readonly string[] = ['sqlite', 'disk', 'process'];

/** Rooms that may touch the system anywhere in them. */
export const JOINING: readonly string[] = ['cli', 'wiring', 'main.ts', ...SERVING];

/** Modules of Node.js that neither read nor change anything outside the process. */
export const PURE_NODE: readonly string[] = [
  'node:path',
  'node:crypto',
  'node:buffer',
  'node:url',
  'node:zlib',
];

/** Of `node:crypto`: everything else is chance, secrets or certificates. */
export const HASHING: readonly string[] = ['createHash', 'Hash', 'hash'];

/** Libraries without I/O, clock or chance: they may stand in a room's top files. */
export const PURE_LIBRARIES: readonly string[] = [
  'zod',
  'leven',
  'ipaddr.js',
  'croner',
  'lib-r-math.js',
  'pure-rand',
];

/** `process.env` and the like, timers and network. */
export const REACHING: readonly string[] = [
  'process',
  'console',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'performance',
  'WebSocket',
  'crypto',
];

/** What is not the same in two runs. */
export const CHANGING: readonly string[] = ['Date.now', 'new Date()', 'Date()', 'Math.random'];
