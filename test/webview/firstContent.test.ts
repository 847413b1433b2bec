/** What a page loads before it shows anything: it is counted, as every click on a session waits for it. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildPages, pageImports } from '../../scripts/lib/pages.mjs';
import { root } from '../../scripts/lib/setup.mjs';

type Built = Awaited<ReturnType<typeof buildPages>>;
let built: Built;

beforeAll(async () => {
  const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  built = await buildPages({
    absWorkingDir: root,
    bundle: true,
    minify: true,
    define: { VIGIL_VERSION: JSON.stringify(about.version) },
  });
});

/** Files a page needs for its first content: how many, how large, and what they are made of. */
function first(page: 'session' | 'dashboard') {
  const imports = pageImports(built.metafile)[page] ?? [];
  const files = [`${page}.js`, ...imports].map((name) => built.metafile.outputs[`dist/webview/${name}`]!);
  return {
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    sources: files.flatMap(({ inputs }) =>
      Object.keys(inputs).filter((name) => inputs[name]!.bytesInOutput > 0),
    ),
  };
}

/** Measured, and a tenth more: 64 KB and 256 KB, in 4 files each. Before the pages were cut in two it was 731 and 701 KB. */
const MOST = { session: { bytes: 70_000, files: 4 }, dashboard: { bytes: 282_000, files: 4 } };

test.each(['session', 'dashboard'] as const)('the page %s begins with few bytes in few files', (page) => {
  const { files, bytes, sources } = first(page);
  expect(sources).toContain(`webview/${page}/main.ts`);
  expect(bytes).toBeLessThan(MOST[page].bytes);
  expect(files).toBeLessThanOrEqual(MOST[page].files);
});

test('what is not needed for it comes later: schemas, words of measures, Markdown, colours of code, charts', () => {
  const LATER =
    /^src\/(?:engine|findings|signals\/words|usage\/prices)|node_modules\/(?:markdown-it|highlight|chart)/;
  expect(
    [...first('session').sources, ...first('dashboard').sources].filter((name) => LATER.test(name)),
  ).toEqual([]);
  expect(first('session').sources.filter((name) => /node_modules\/zod/.test(name))).toEqual([]);
  const whole = Object.values(built.metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
  expect(whole.filter((name) => LATER.test(name)).length).toBeGreaterThan(50);
});

test('what is loaded later is one file, which imports nothing the page has not', () => {
  const { outputs } = built.metafile;
  for (const [page, entry] of [
    ['session', 'webview/session/contents.ts'],
    ['dashboard', 'webview/dashboard/tabs/later.ts'],
  ] as const) {
    const later = Object.values(outputs).find(({ entryPoint }) => entryPoint === entry);
    const imported = later?.imports.filter(({ kind }) => kind === 'import-statement') ?? [];
    const there = pageImports(built.metafile)[page]?.map((name) => `dist/webview/${name}`) ?? [];
    expect(imported.length).toBeGreaterThan(0);
    expect(imported.map(({ path }) => path).filter((path) => !there.includes(path))).toEqual([]);
  }
});

test('styles that are loaded before it stay small', () => {
  const styles = ['session', 'dashboard'].map(
    (page) => built.metafile.outputs[`dist/webview/${page}-style.css`]!.bytes,
  );
  const icons = statSync(join(root, 'node_modules/@vscode/codicons/dist/codicon.css')).size;
  expect(Math.min(...styles)).toBeGreaterThan(10_000);
  expect(Math.max(...styles) + icons).toBeLessThan(80_000);
});
