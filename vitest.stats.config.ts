import {defineConfig} from 'vitest/config';

/** Statistics against R on random inputs, and long simulations; prints what it leaves out where R is missing. */
export default defineConfig({
  test: {
    include: ['test/statistics/**/*.r.test.ts', 'test/statistics/**/*.campaign.test.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 3_600_000,
    env: {TZ: 'UTC', NO_COLOR: '1'},
  },
});
