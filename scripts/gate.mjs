// @ts-check
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

/** Names through which code reaches the network or native code without importing anything. */
const GLOBALS = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'WebSocketStream',
  'WebTransport',
  'EventSource',
  'RTCPeerConnection',
  'sendBeacon',
  'importScripts',
];

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
  for (const name of GLOBALS) {
    // Called, constructed or handed on; a property of something else's (`x.fetch`) counts only for sendBeacon.
    const use =
      name === 'sendBeacon'
        ? /\bsendBeacon\b/
        : new RegExp(`(?<![.\\w$"'\`-])${name}(?=\\s*[(.,;)\\]])(?!["'\`])`);
    if (use.test(text) || new RegExp(`\\b(?:globalThis|window|self)\\.${name}\\b`).test(text)) {
      found.push(`${path} uses ${name}`);
    }
  }
  for (const name of ['process.binding', 'process.dlopen', 'process._linkedBinding']) {
    if (text.includes(name)) found.push(`${path} uses ${name}`);
  }
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
    return findings({ path, imports, text: file?.text ?? '' });
  });
}
