import { defineConfig } from 'vitest/config';
import { longestFirst } from './scripts/lib/longestFirst.mjs';

const LONGEST = [
  'regexes/regexes',
  // They look through the heap of their worker, which grows with each file.
  'engine/held',
  'engine/heap',
  'chaos/everyCall',
  'cli/surfaces',
  'cli/archive',
  'cli/cli',
  'cli/again',
  'cli/hostile',
  'cli/everyCommand',
  'cli/commands',
  'chaos/store',
  'signals/labels',
];

/**
 * Unit tests: everything that runs without VS Code. Files of one worker share their modules, which spares most of the time
 * (loading them took four fifths of it); so a module of the tests keeps no state of one file.
 */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/integration/**', 'test/ui/**'],
    globalSetup: 'test/support/ownTemp.ts',
    isolate: false,
    maxWorkers: 2,
    sequence: { sequencer: longestFirst(LONGEST) },
    // Bounds what hangs: the longest take a quarter of a minute, and a busy machine takes many times as long. What is slow is measured
    // by the bench, as a ratio.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
