import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';

/** Files that take longest, longest first: started last, one would run alone at the end. */
const LONGEST = [
  'regexes/regexes',
  'chaos/everyCall',
  'cli/faces',
  'cli/archive',
  'cli/cli',
  'cli/again',
  'cli/hostile',
  'cli/everyCommand',
  'cli/commands',
  'chaos/store',
  'signals/labels',
].map((name) => `/test/${name}.test.ts`);

class LongestFirst extends BaseSequencer {
  async sort(files) {
    const placeOf = ({ moduleId }) => {
      const place = LONGEST.findIndex((name) => moduleId.endsWith(name));
      return place === -1 ? LONGEST.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

/**
 * Unit tests: everything that runs without VS Code. Files of one worker share their modules, which spares most of the time
 * (loading them took four fifths of it); so a module of the tests keeps no state of one file.
 */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/integration/**', 'test/ui/**'],
    isolate: false,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // Bounds what hangs. What is slow is measured by the bench, as a ratio.
    testTimeout: 60_000,
  },
});
