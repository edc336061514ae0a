import {defineConfig} from 'vitest/config';

/** The slow campaigns: the whole of the shared captures, fifty kills. Needs Snort 3 and the shared data. */
export default defineConfig({
  test: {
    include: ['test/real/**/*.test.ts'],
    globalSetup: ['test/build-once.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 3_600_000,
    fileParallelism: false,
    env: {TZ: 'UTC', NO_COLOR: '1'},
  },
});
