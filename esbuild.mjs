// @ts-check
/**
 * Builds everything that ships into `dist/`: extension host, worker, command line, webviews, and the files they
 * load. Fails when a bundle contains a way out (scripts/release/gate.mjs). `--dev` adds source maps and does not minify.
 * The projector is compiled anew (with `--dev` where its source has changed), so what ships is what its source says.
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { isCurrent, makeProjector } from './scripts/make/projector.mjs';
import { findingsOf } from './scripts/release/gate.mjs';
import { bundledPackages, notices } from './scripts/release/notices.mjs';
import { billOfMaterials } from './scripts/release/sbom.mjs';
import { buildPages, pageImports } from './scripts/lib/pages.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, 'dist');
const dev = process.argv.includes('--dev');
if (!dev || !isCurrent()) await makeProjector();

const readJson = (/** @type {string} */ name) => JSON.parse(readFileSync(join(root, name), 'utf8'));
const about = readJson('package.json');

/**
 * Dependencies mention these for other environments (sql.js can load its WASM from a server). They do not exist
 * in what ships.
 */
const noNetwork = Object.fromEntries(
  ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'importScripts'].map((name) => [name, 'undefined']),
);

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  write: false,
  metafile: true,
  minify: !dev,
  sourcemap: dev ? 'linked' : false,
  logLevel: 'warning',
  legalComments: 'none',
  define: { ...noNetwork, VIGIL_VERSION: JSON.stringify(about.version) },
  // package.json says which files do something by being loaded; one that is not listed there and is loaded for that is a mistake.
  logOverride: { 'ignored-bare-import': 'error' },
};

/** Whoever runs the command with an old Node is told so, not shown a stack trace. */
const CLI_HEAD = `#!/usr/bin/env node
if (Number(process.versions.node.split('.')[0]) < 22) {
  console.error('vigil: needs Node 22 or later, this is ' + process.version + '. VS Code\\'s terminals run it with the Node of VS Code.');
  process.exit(2);
}`;

/**
 * What the command and the worker do lies in bundles of their own, which are loaded when there is something to do: help costs next to
 * nothing, and the badge is right before the engine is loaded.
 * @type {Record<string, string>}
 */
const LATER = {
  './terminal/run': './cli-run.cjs',
  './terminal/ingestAgain': './cli-again.cjs',
  './engine.run': './engine-run.cjs',
};
/** @type {import('esbuild').Plugin} */
const loadedLater = {
  name: 'loaded later',
  setup: (build) =>
    build.onResolve({ filter: /^\.\// }, ({ path, kind }) =>
      kind === 'dynamic-import' && LATER[path] !== undefined
        ? { path: LATER[path], external: true }
        : undefined,
    ),
};

/** The Node in the extension host of the oldest VS Code that `engines` allows. */
const NODE = 'node22.19';

/** @param {string} entry @param {string} outfile @param {import('esbuild').BuildOptions} [own] */
const forNode = (entry, outfile, own = {}) =>
  esbuild.build({
    ...common,
    ...own,
    entryPoints: [entry],
    outfile,
    platform: 'node',
    format: 'cjs',
    target: NODE,
    external: ['vscode'],
  });

/**
 * The worker and the commands do the same work, and reader threads a part of it: what all need lies in `reading.cjs`, what the first two
 * do in `engine.cjs`. esbuild takes only modules apart, so they are made into what `require` loads afterwards.
 */
async function forEngineAndTerminal() {
  const built = await esbuild.build({
    ...common,
    entryPoints: {
      'engine-run': 'src/engine.run.ts',
      'reader.worker': 'src/reader.worker.ts',
      'cli-run': 'src/terminal/run.ts',
    },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    chunkNames: 'shared-[hash]',
    splitting: true,
    sourcemap: dev && 'inline',
    platform: 'node',
    format: 'esm',
    target: NODE,
  });
  const chunks = Object.entries(built.metafile.outputs).filter(([path]) => path.includes('shared-'));
  const names = new Map(
    chunks.map(([path, { inputs }]) => [
      basename(path),
      'src/engine/window.ts' in inputs ? 'engine.cjs' : 'reading.cjs',
    ]),
  );
  if (new Set(names.values()).size !== names.size)
    throw new Error('There are more shared chunks than names.');
  const named = (/** @type {string} */ text) =>
    [...names].reduce((now, [chunk, name]) => now.replaceAll(chunk, name), text);
  for (const file of built.outputFiles) {
    if (!file.path.endsWith('.cjs')) continue;
    file.path = named(file.path);
    const { code } = await esbuild.transform(named(file.text), {
      format: 'cjs',
      platform: 'node',
      minify: !dev,
      sourcemap: dev && 'inline',
      target: NODE,
    });
    file.contents = Buffer.from(code);
  }
  const outputs = Object.entries(built.metafile.outputs).map(([path, output]) => [named(path), output]);
  return { ...built, metafile: { ...built.metafile, outputs: Object.fromEntries(outputs) } };
}

const webviews = await buildPages(common);

const results = [
  webviews,
  ...(await Promise.all([
    forNode('src/extension.ts', 'dist/extension.cjs', {
      define: { ...common.define, PAGE_IMPORTS: JSON.stringify(pageImports(webviews.metafile)) },
    }),
    forEngineAndTerminal(),
    forNode('src/cli.ts', 'dist/cli.cjs', { banner: { js: CLI_HEAD }, plugins: [loadedLater] }),
    forNode('src/terminal/ingestAgain.ts', 'dist/cli-again.cjs'),
    forNode('src/engine.worker.ts', 'dist/engine.worker.cjs', { plugins: [loadedLater] }),
  ])),
];

const wrong = results.flatMap((result) => findingsOf(/** @type {any} */ (result)));
/** What works out answers belongs to the engine's thread: the others check by shapes only. */
const forEngine = /^src\/(?:library\/(?!sessionRow)|engine\/(?!protocol|commands))/;
for (const [path, { imports, inputs }] of results.flatMap(({ metafile }) =>
  Object.entries(metafile?.outputs ?? {}),
)) {
  const page = path.startsWith('dist/webview/');
  const foreign = imports.filter(({ external, kind }) => external === true || kind === 'require-call');
  if (page && foreign.length > 0)
    wrong.push(`${path} needs ${foreign.map((one) => one.path).join(', ')}, which a page has not`);
  const carried = Object.keys(inputs).filter((name) => forEngine.test(name) && inputs[name]?.bytesInOutput);
  if ((page || path === 'dist/extension.cjs') && carried.length > 0)
    wrong.push(`${path} carries ${carried.join(', ')}`);
}
const own = /^src\//;
/** Help, and a run that has nothing to do, are as quick as Node: they load no package. */
for (const name of ['dist/cli.cjs', 'dist/cli-again.cjs']) {
  const carried = results.flatMap(({ metafile }) => metafile?.outputs[name] ?? [])[0]?.inputs ?? {};
  const heavy = Object.keys(carried).filter((input) => !own.test(input) && carried[input]?.bytesInOutput);
  if (heavy.length > 0) wrong.push(`${name} carries ${heavy.join(', ')}`);
}
if (wrong.length > 0) {
  console.error(`The build is not as it must be:\n  ${wrong.join('\n  ')}`);
  process.exit(1);
}

rmSync(dist, { recursive: true, force: true });
for (const file of results.flatMap((result) => result.outputFiles ?? [])) {
  mkdirSync(dirname(file.path), { recursive: true });
  writeFileSync(file.path, file.contents, { mode: file.path.endsWith('cli.cjs') ? 0o755 : 0o644 });
}
for (const file of [
  'node_modules/sql.js/dist/sql-wasm.wasm',
  'node_modules/@vscode/codicons/dist/codicon.css',
  'node_modules/@vscode/codicons/dist/codicon.ttf',
]) {
  copyFileSync(join(root, file), join(dist, file.replace(/^.*\//, '')));
}
/** Icons of the panels' tabs as files, in the colours VS Code's own have: VS Code before 1.110 takes no theme icons there. */
for (const name of ['eye', 'dashboard']) {
  const icon = readFileSync(join(root, `node_modules/@vscode/codicons/src/icons/${name}.svg`), 'utf8');
  for (const [theme, colour] of [
    ['light', '#424242'],
    ['dark', '#C5C5C5'],
  ])
    writeFileSync(join(dist, `${name}-${theme}.svg`), icon.replaceAll('currentColor', colour ?? ''));
}
const packages = bundledPackages(results.flatMap(({ metafile }) => metafile ?? []));
writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), `${notices(root, packages)}\n`);
writeFileSync(
  join(dist, 'sbom.cdx.json'),
  `${JSON.stringify(billOfMaterials(about, readJson('package-lock.json'), packages), null, 2)}\n`,
);
console.log(`Built ${relative(root, dist)}/ ${about.version}`);
