import { defineConfig } from 'vitest/config';

/** Unit tests: everything that runs without VS Code. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/integration/**', 'test/ui/**'],
  },
});
