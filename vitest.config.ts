import {defineConfig} from 'vitest/config';

/** Tests that start a real Snort: two at a time, after the others. */
const SNORT = ['test/**/*.snort.test.ts'];

/** Statistics compared with R, and long simulations: `npm run test:stats` runs them. */
const STATISTICS = ['test/**/*.r.test.ts', 'test/**/*.campaign.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['test/build-once.ts'],
    // how fast a machine is decides no test: these end what hangs
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: {TZ: 'UTC', NO_COLOR: '1'},
    // the files of one worker share their modules: loading them anew for each file took a quarter of the time
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: ['test/real/**', ...SNORT, ...STATISTICS],
          // many of them wait for programs that they started
          maxWorkers: 4,
          sequence: {groupOrder: 0},
        },
      },
      {
        extends: true,
        test: {
          name: 'snort',
          include: SNORT,
          // whole rulesets are loaded, and captures replayed in their own time
          testTimeout: 180_000,
          hookTimeout: 240_000,
          maxWorkers: 2,
          sequence: {groupOrder: 1},
        },
      },
    ],
  },
});
