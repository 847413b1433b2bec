// @ts-check
/** What is made is laid out like what is written. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './setup.mjs';

/** The text as the formatter leaves it in a file of this name. */
export const formatted = (/** @type {string} */ file, /** @type {string} */ text) =>
  execFileSync(process.execPath, [join(root, 'node_modules/oxfmt/bin/oxfmt'), '--stdin-filepath', file], {
    cwd: root,
    input: text,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
