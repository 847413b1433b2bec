import { defineConfig } from 'vitest/config';
import { longestFirst } from './scripts/lib/longestFirst.mjs';

const LONGEST = ['ui/dashboard', 'ui/workbench', 'ui/many', 'ui/windows', 'ui/cockpit', 'ui/pseudo'];

/**
 * Tests of the packaged extension in a real workbench. Two workers run at a time, each with a VS Code and a browser that its files use
 * one after the other: one alone leaves half of two cores idle, and three were slower than two.
 */
export default defineConfig({
  test: {
    include: ['test/ui/**/*.test.ts'],
    globalSetup: ['test/support/ownTemp.ts', 'test/ui/hosts.ts'],
    // The files of a worker share its browser, and a module of the tests keeps no state of one file.
    isolate: false,
    maxWorkers: 2,
    sequence: { sequencer: longestFirst(LONGEST) },
    // A step can meet a busy machine: it is tried once more, and the run says that it was.
    retry: 1,
    // What is shown comes by way of three processes: a second is too little on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 60_000,
    hookTimeout: 300_000,
    teardownTimeout: 30_000,
  },
});
