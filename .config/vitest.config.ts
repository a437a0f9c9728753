import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The many short files run last, so that no core waits for a long one to finish. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ project }: TestSpecification) => project.name === 'e2e';
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    // Tests spend much of their time waiting for child processes and timeouts.
    maxWorkers: availableParallelism() + 1,
    // Tables show local times.
    env: { TZ: 'UTC' },
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Files share a worker and its modules: loading them for each file takes longer than most tests.
    isolate: false,
    setupFiles: ['test/support/forget-secrets.ts', 'test/support/fixed-seed.ts'],
    sequence: { sequencer: LongFirst },
    projects: [
      { extends: true, test: { name: 'program', include: ['test/{unit,cli}/**/*.test.ts'] } },
      // These run the built program: `npm test` builds dist/ first.
      { extends: true, test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'] } },
    ],
  },
});
