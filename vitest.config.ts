import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // A child process on a busy machine takes its time.
          testTimeout: 30_000,
          include: ['test/unit/**/*.test.ts', 'test/server/**/*.test.ts', 'test/security/*.test.ts'],
          globalSetup: ['test/server/build.ts'],
        },
      },
      {
        test: {
          name: 'screen',
          include: ['test/screen/**/*.test.ts', 'test/security/screen/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 600_000,
          globalSetup: ['test/screen/package.ts'],
        },
      },
      {
        test: {
          name: 'cluster',
          include: ['test/cluster/**/*.test.ts'],
          // What happens in a cluster happens step by step, and slowly on a busy machine.
          testTimeout: 1_800_000,
          hookTimeout: 1_800_000,
          globalSetup: ['test/cluster/start.ts'],
        },
      },
    ],
  },
});
