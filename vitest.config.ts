import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/real/**'],
    globalSetup: ['test/build-once.ts'],
    // how fast a machine is decides no test: these end what hangs
    testTimeout: 180_000,
    hookTimeout: 240_000,
    env: {TZ: 'UTC', NO_COLOR: '1'},
  },
});
