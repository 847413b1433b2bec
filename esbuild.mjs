// @ts-check
/**
 * Builds everything that ships into `dist/`: extension host, worker, command line, webviews, and the files they
 * load. Fails when a bundle contains a way out (scripts/release/gate.mjs). `--dev` adds source maps and does not minify.
 * The projector is compiled anew (with `--dev` where its source has changed), so what ships is what its source says.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { isCurrent, makeProjector } from './scripts/make/projector.mjs';
import { findingsOf } from './scripts/release/gate.mjs';
import { bundledPackages, notices } from './scripts/release/notices.mjs';
import { billOfMaterials } from './scripts/release/sbom.mjs';
import { withoutNode } from './scripts/lib/withoutNode.mjs';

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
 * What the command does lies in a bundle of its own, which is loaded when there is something to do: help costs next to nothing.
 * @type {import('esbuild').Plugin}
 */
const loadedLater = {
  name: 'loaded later',
  setup: (build) =>
    build.onResolve({ filter: /^\.\/terminal\/run$/ }, () => ({ path: './cli-run.cjs', external: true })),
};

/** The Node in the extension host of the oldest VS Code that `engines` allows. */
const NODE = 'node22.19';

/** @param {string} entry @param {string} outfile @param {string} [banner] @param {import('esbuild').Plugin[]} [plugins] */
const forNode = (entry, outfile, banner = '', plugins = []) =>
  esbuild.build({
    ...common,
    plugins,
    banner: { js: banner },
    entryPoints: [entry],
    outfile,
    platform: 'node',
    format: 'cjs',
    target: NODE,
    external: ['vscode'],
  });

/**
 * The worker and the commands do the same work: what both need lies in one file, `engine.cjs`. esbuild takes only modules apart,
 * so they are made into what `require` loads afterwards.
 */
async function forEngineAndTerminal() {
  const built = await esbuild.build({
    ...common,
    entryPoints: { 'engine.worker': 'src/engine.worker.ts', 'cli-run': 'src/terminal/run.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    chunkNames: 'engine',
    splitting: true,
    sourcemap: dev && 'inline',
    platform: 'node',
    format: 'esm',
    target: NODE,
  });
  for (const file of built.outputFiles) {
    if (!file.path.endsWith('.cjs')) continue;
    const { code } = await esbuild.transform(file.text, {
      format: 'cjs',
      platform: 'node',
      minify: !dev,
      sourcemap: dev && 'inline',
      target: NODE,
    });
    file.contents = Buffer.from(code);
  }
  return built;
}

const pages = readdirSync(join(root, 'webview'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
  .map((entry) => entry.name);

/** All pages at once: what several of them use, charts above all, is one file that they share. It is imported, so it needs no nonce of its own. */
const forWebviews = esbuild.build({
  ...common,
  plugins: [withoutNode],
  entryPoints: Object.fromEntries(
    pages.flatMap((page) => [
      [page, `webview/${page}/main.ts`],
      [`${page}-style`, `webview/${page}/${page}.css`],
    ]),
  ),
  outdir: 'dist/webview',
  chunkNames: 'shared-[hash]',
  splitting: true,
  format: 'esm',
  target: 'chrome128',
});

const results = await Promise.all([
  forNode('src/extension.ts', 'dist/extension.cjs'),
  forEngineAndTerminal(),
  forNode('src/cli.ts', 'dist/cli.cjs', CLI_HEAD, [loadedLater]),
  forWebviews,
]);

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
/** Help is as quick as Node: it is loaded without anything but the table of commands. */
const cli = results.flatMap(({ metafile }) => metafile?.outputs['dist/cli.cjs'] ?? [])[0]?.inputs ?? {};
const heavy = Object.keys(cli).filter((name) => !own.test(name) && cli[name]?.bytesInOutput);
if (heavy.length > 0) wrong.push(`dist/cli.cjs carries ${heavy.join(', ')}`);
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
