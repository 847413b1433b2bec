// @ts-check
/** How the pages are built, and which of their files are loaded first. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { root } from './setup.mjs';
import { withoutNode } from './withoutNode.mjs';

const PAGES = readdirSync(join(root, 'webview'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
  .map((entry) => entry.name);

/**
 * Each page by itself, so that it begins with few files: each costs a way through VS Code. What is the same in both, charts above all, has
 * the same name, and is there once.
 * @param {esbuild.BuildOptions} options
 */
export async function buildPages(options) {
  const built = await Promise.all(
    PAGES.map((page) =>
      esbuild.build({
        ...options,
        write: false,
        metafile: true,
        plugins: [withoutNode],
        entryPoints: {
          [page]: `webview/${page}/main.ts`,
          [`${page}-style`]: `webview/${page}/${page}.css`,
        },
        outdir: 'dist/webview',
        chunkNames: 'shared-[hash]',
        splitting: true,
        format: 'esm',
        target: 'chrome128',
      }),
    ),
  );
  const files = built.flatMap(({ outputFiles }) => outputFiles);
  /** @type {esbuild.Metafile} */
  const metafile = { inputs: {}, outputs: {} };
  for (const one of built) {
    Object.assign(metafile.inputs, one.metafile.inputs);
    Object.assign(metafile.outputs, one.metafile.outputs);
  }
  return { outputFiles: [...new Map(files.map((file) => [file.path, file])).values()], metafile };
}

/**
 * Of each page the files that its script imports, and those that these import: not what it loads later. By their names in `dist/webview`.
 * @param {esbuild.Metafile} metafile
 * @returns {Record<string, string[]>}
 */
export function pageImports({ outputs }) {
  return Object.fromEntries(
    PAGES.map((page) => {
      const found = new Set([`dist/webview/${page}.js`]);
      for (const path of found)
        for (const one of outputs[path]?.imports ?? [])
          if (one.kind === 'import-statement') found.add(one.path);
      return [page, [...found].slice(1).map((path) => path.replace('dist/webview/', ''))];
    }),
  );
}
