import { defineConfig } from 'vitest/config';

/** What runs on the stand-in for a cluster, and on a real one. */
const SCENARIOS = 'test/scenarios/*.test.ts';
/** VS Code before a real cluster; on the stand-in, `test/screen` goes further. */
const ON_SCREEN = 'test/scenarios/screen/*.test.ts';

/** What is waited for takes its time on a busy machine. */
const expect = { poll: { timeout: 20_000 } };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          expect,
          // A child process on a busy machine takes its time.
          testTimeout: 30_000,
          include: ['test/unit/**/*.test.ts', 'test/server/**/*.test.ts', 'test/security/*.test.ts', SCENARIOS],
          globalSetup: ['test/server/build.ts'],
        },
      },
      {
        test: {
          name: 'other-editors',
          expect,
          include: ['test/other-editors/*.test.ts'],
          // The first run installs the editors.
          testTimeout: 120_000,
          hookTimeout: 600_000,
          globalSetup: ['test/server/build.ts'],
        },
      },
      {
        test: {
          name: 'screen',
          expect,
          include: ['test/screen/**/*.test.ts', 'test/security/screen/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 600_000,
          globalSetup: ['test/screen/package.ts'],
        },
      },
      {
        test: {
          name: 'cluster',
          expect,
          include: ['test/cluster/**/*.test.ts', SCENARIOS, ON_SCREEN],
          // What happens in a cluster happens step by step, and slowly on a busy machine.
          testTimeout: 600_000,
          hookTimeout: 600_000,
          globalSetup: ['test/cluster/start.ts', 'test/screen/package.ts'],
        },
      },
    ],
  },
});
