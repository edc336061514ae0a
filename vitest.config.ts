import {defineConfig} from 'vitest/config';

/** Tests that start a real Snort or a browser: one at a time, with the machine for themselves. */
const ALONE = ['test/**/*.snort.test.ts', 'test/browser/**/*.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['test/build-once.ts'],
    // how fast a machine is decides no test: these end what hangs
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: {TZ: 'UTC', NO_COLOR: '1'},
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: ['test/real/**', ...ALONE],
          maxWorkers: 3,
          sequence: {groupOrder: 0},
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ALONE,
          // whole rulesets are loaded, and captures replayed in their own time
          testTimeout: 180_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          sequence: {groupOrder: 1},
        },
      },
    ],
  },
});
