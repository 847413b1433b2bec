// @ts-check
import { isBuiltin } from 'node:module';

/**
 * For bundles of pages. A question's file holds its shapes, which pages check by, and its function, which they do not carry: what only
 * the function needs is dropped, Node's modules with it.
 * @type {import('esbuild').Plugin}
 */
export const withoutNode = {
  name: 'without-node',
  setup: (build) =>
    build.onResolve({ filter: /./ }, ({ path }) =>
      isBuiltin(path) ? { path, external: true, sideEffects: false } : null,
    ),
};
