// @ts-check
/** The order in which vitest runs files: those that take longest come first, or one of them would run alone at the end. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BaseSequencer } from 'vitest/node';
import { root } from './setup.mjs';

/** A sequencer for vitest. `longest`: files below `test`, without `.test.ts`, longest first; all others follow in vitest's own order. */
export function longestFirst(/** @type {readonly string[]} */ longest) {
  const missing = longest.find((name) => !existsSync(join(root, 'test', `${name}.test.ts`)));
  if (missing !== undefined) throw new Error(`test/${missing}.test.ts does not exist: correct the list.`);
  const placeOf = (/** @type {import('vitest/node').TestSpecification} */ { moduleId }) => {
    const place = longest.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
    return place === -1 ? longest.length : place;
  };
  return class extends BaseSequencer {
    /** @override */
    async sort(/** @type {import('vitest/node').TestSpecification[]} */ files) {
      return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b));
    }
  };
}
