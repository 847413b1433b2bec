import { defineConfig } from 'vitest/config';

/** Tests of the packaged extension in a real workbench, one after another: they share two cores and a Chromium. */
export default defineConfig({
  test: {
    include: ['test/ui/**/*.test.ts'],
    fileParallelism: false,
    maxWorkers: 1,
    // A step can meet a busy machine: it is tried once more, and the run says that it was.
    retry: 1,
    // What is shown comes by way of three processes: a second is too little on a busy machine.
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
});
