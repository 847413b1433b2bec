// @ts-check
import { transformSync } from 'esbuild';

/**
 * Law 7, no way out: what a bundle must not contain. A pure check over esbuild's metafile and output, used by the
 * build (which fails on any finding) and by `test/gate.test.ts` (which breaks it on purpose).
 */

/** Node's modules that reach the network, start processes or load native code. */
const MODULES = new Set(
  'child_process cluster dgram diagnostics_channel dns dns/promises http http2 https inspector inspector/promises net tls repl wasi undici ws electron'.split(
    ' ',
  ),
);

/** Names through which code reaches the network without importing anything. */
const GLOBALS = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'WebSocketStream',
  'WebTransport',
  'EventSource',
  'RTCPeerConnection',
  'importScripts',
];
const GLOBAL_OBJECTS = ['globalThis', 'global', 'window', 'self'];

/** Properties that lead to native code. */
const PROPERTIES = ['process.binding', 'process._linkedBinding', 'process.dlopen'];

const MARK = '__vigil_way_out_';
/**
 * For esbuild's `define`, which knows scopes: only a name that nothing in the bundle declares is replaced, and no
 * property of another object, no key, no string.
 */
const MARKED = Object.fromEntries([
  ...GLOBALS.flatMap((name) =>
    [name, ...GLOBAL_OBJECTS.map((object) => `${object}.${name}`)].map((use) => [use, `${MARK}${name}`]),
  ),
  ...PROPERTIES.map((name) => [name, `${MARK}${name.replace('.', '__')}`]),
]);

const forbidden = (/** @type {string} */ name) => MODULES.has(name.replace(/^node:/, ''));

/**
 * What is wrong with one bundle, one sentence each; empty when nothing is.
 * @param {{ path: string, imports: readonly string[], text: string }} bundle `imports`: modules left outside it.
 * @returns {string[]}
 */
export function findings({ path, imports, text }) {
  const found = imports.filter(forbidden).map((name) => `${path} imports ${name}`);
  // A module name that reaches `require` or `import` at run time is not in the metafile.
  for (const [, name = ''] of text.matchAll(
    /\b(?:require|import|getBuiltinModule)\(\s*["'`]([^"'`]+)["'`]\s*\)/g,
  )) {
    if (forbidden(name) && !imports.includes(name)) found.push(`${path} loads ${name} at run time`);
  }
  const { code } = transformSync(text, { define: MARKED, minifySyntax: true, logLevel: 'silent' });
  const used = [...code.matchAll(new RegExp(`${MARK}(\\w+)`, 'g'))].map(([, name = '']) =>
    name.replace('__', '.'),
  );
  if (/\bsendBeacon\b/.test(text)) found.push(`${path} uses sendBeacon`);
  found.push(...new Set(used.map((name) => `${path} uses ${name}`)));
  return found;
}

/**
 * Findings over all outputs of an esbuild run made with `metafile: true, write: false`.
 * @param {import('esbuild').BuildResult<{ metafile: true, write: false }>} result
 */
export function findingsOf(result) {
  return Object.entries(result.metafile.outputs).flatMap(([path, output]) => {
    if (!/\.c?js$/.test(path)) return [];
    const file = result.outputFiles.find((candidate) => candidate.path.endsWith(path.replace(/^.*\//, '/')));
    const imports = output.imports.filter((one) => one.external).map((one) => one.path);
    if (file === undefined) throw new Error(`esbuild gave no text for ${path}; build with write: false.`);
    return findings({ path, imports, text: file.text });
  });
}
