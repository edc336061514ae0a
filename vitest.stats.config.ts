import {defineConfig} from 'vitest/config';

/** Statistics against R on random inputs; prints what it leaves out where R is missing. */
export default defineConfig({
  test: {
    include: ['test/statistics/**/*.r.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    env: {TZ: 'UTC', NO_COLOR: '1'},
  },
});
