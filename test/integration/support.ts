import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** The live session of the sample (`scripts/lib/sample.mjs`). */
export const LIVE = '7c1f0a52-3f0b-4d61-9a55-0c2e7b1d9e01';

export function extension<T = unknown>(id: string): vscode.Extension<T> {
  const found = vscode.extensions.getExtension<T>(id);
  assert.ok(found, `${id} is not installed`);
  return found;
}

/** Waits until `check` gives something. A minute bounds what hangs: a terminal of a busy machine takes a quarter of it. */
export async function until<T>(
  what: string,
  check: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  for (let i = 0; i < 1_200; i++) {
    const found = await check();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what} did not happen`);
}
