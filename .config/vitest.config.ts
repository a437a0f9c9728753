import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/{unit,cli,e2e}/**/*.test.ts'],
    // test/e2e runs the built program: `npm test` builds dist/ first.
    // Much of the time is waiting for child processes; the default leaves one core of two idle.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
