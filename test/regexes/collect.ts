/** Every regular expression of what ships. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { vi } from 'vitest';
import { parseAst } from 'vitest/node';
import { withoutNode } from '../../scripts/lib/withoutNode.mjs';

export interface Found {
  expression: RegExp;
  /** Source file. */
  from: string;
}

/** Files that make expressions at run time, seen in the bundles. */
export const makers = new Set<string>();

async function bundles(): Promise<string[]> {
  const pages = readdirSync('webview', { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== 'shared',
  );
  const common = {
    bundle: true,
    write: false,
    outdir: 'out',
    format: 'esm',
    splitting: true,
    logLevel: 'silent',
  } as const;
  const results = await Promise.all([
    esbuild.build({
      ...common,
      entryPoints: ['src/extension.ts', 'src/engine.worker.ts', 'src/cli.ts'],
      platform: 'node',
      // Newer than any: literals stay literals.
      target: 'esnext',
      external: ['vscode'],
    }),
    esbuild.build({
      ...common,
      entryPoints: pages.map(({ name }) => join('webview', name, 'main.ts')),
      plugins: [withoutNode],
      target: 'esnext',
    }),
  ]);
  return results.flatMap(({ outputFiles }) => outputFiles.map(({ text }) => text));
}

interface AstNode {
  type: string;
  start: number;
  regex?: { pattern: string; flags: string };
  callee?: { type: string; name?: string };
}

/** Every node of a tree, in no order. */
function* nodesOf(tree: unknown): Generator<AstNode> {
  const left = [tree];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    if ('type' in value && typeof value.type === 'string') yield value as AstNode;
    for (const inner of Object.values(value)) left.push(inner);
  }
}

/** All literals in the bundles. */
export async function builtInBundles(): Promise<Found[]> {
  const found: Found[] = [];
  for (const text of await bundles()) {
    // esbuild names the source file before what comes from it.
    const files = [...text.matchAll(/^ *\/\/ (\S*\/\S+\.[cm]?[jt]s)$/gm)];
    const fileAt = (at: number): string => files.findLast(({ index }) => index < at)?.[1] ?? '?';
    for (const { regex, callee, start } of nodesOf(parseAst(text))) {
      if (regex !== undefined)
        found.push({ expression: new RegExp(regex.pattern, regex.flags), from: fileAt(start) });
      if (callee?.type === 'Identifier' && callee.name === 'RegExp') makers.add(fileAt(start));
    }
  }
  return found;
}

/**
 * Has every expression made that is made for the first text it is asked of, whether or not it may be there. That is no plain one: the
 * twins for plain texts are the same but for what they call a letter (session/prefilter/plainText.ts).
 */
async function searchOnce(): Promise<void> {
  const { Prefiltered } = await import('../../src/session/prefilter/prefiltered');
  vi.spyOn(Prefiltered.prototype, 'mayBeIn').mockReturnValue(true);
  const { scan, scannerFor } = await import('../../src/signals/scan');
  const { CAREFUL_PHRASES, PLAIN_PHRASES } = await import('../../src/signals/phrases');
  const all = [...PLAIN_PHRASES, ...CAREFUL_PHRASES];
  // The lists of other languages are made when the first text in one of them is searched.
  const { LANGUAGES } = await import('../../src/signals/words/all');
  const other = Object.values(LANGUAGES).map(({ agent, person }) => [...agent, ...person]);
  for (const list of [all, ...other]) scannerFor(list)('Né.');
  const claims = 'All tests pass, lint is clean, type checks pass, it works now, fully tested. ';
  for (const speaker of ['agent', 'person'] as const) scan(`${claims.repeat(3)}Né.`, speaker);
  vi.restoreAllMocks();
}

/** Expressions that are put together while modules are loaded, or when the first text is searched: the constructor is listened to. */
export async function madeAtRunTime(): Promise<Found[]> {
  const found: Found[] = [];
  const Original = globalThis.RegExp;
  const note = (expression: RegExp): RegExp => {
    const stack = new Error().stack?.split('\n') ?? [];
    const line =
      stack.find((one) => /\/(?:src|webview|node_modules)\//.test(one) && !one.includes('vitest')) ?? '';
    found.push({ expression, from: /(?:src|webview|node_modules)\/[^:?)]*/.exec(line)?.[0] ?? '?' });
    return expression;
  };
  globalThis.RegExp = new Proxy(Original, {
    construct: (target, args: [string, string]) => note(new target(...args)),
    apply: (target, _self, args: [string, string]) => note(target(...args)),
  });
  try {
    await Promise.all([
      import('../../src/engine/engine'),
      import('../../src/signals/scan'),
      import('../../src/log/secrets'),
      import('../../src/terminal/reports'),
      import('../../src/terminal/logs'),
      import('../../webview/dashboard/queries'),
    ]);
    await searchOnce();
  } finally {
    globalThis.RegExp = Original;
  }
  return found;
}
