// @ts-check
/**
 * Compiles wasm/projector.ts into src/log/projectorCode.ts: a module like all others, so that nothing has to find a file where it
 * runs. The build does it too, so what ships is what its source says. With `--check` it writes nothing and fails when the code is
 * of another source or compiler.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../lib/setup.mjs';

const SOURCE = join(root, 'wasm', 'projector.ts');
const CODE = join(root, 'src', 'log', 'projectorCode.ts');
const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory'];

/** What the code is made from, as its first line names it. */
function origin() {
  const { version } = createRequire(import.meta.url)('assemblyscript/package.json');
  const sum = createHash('sha256').update(readFileSync(SOURCE, 'utf8').replaceAll('\r\n', '\n'));
  return `/** wasm/projector.ts ${sum.digest('hex').slice(0, 16)}, by AssemblyScript ${version} ${OPTIONS.join(' ')}. */`;
}

/** Whether the code is of this source and compiler, as it says itself. */
export const isCurrent = () => readFileSync(CODE, 'utf8').startsWith(`${origin()}\n`);

/** Compiles and writes the code; says whether it was another one before. */
export async function makeProjector() {
  // Loaded only here: it is large.
  const { default: asc } = await import('assemblyscript/asc');
  /** @type {string | Uint8Array | undefined} */
  let wasm;
  const { error, stderr } = await asc.main(['projector.ts', ...OPTIONS, '--outFile', 'projector.wasm'], {
    readFile: (name) => (name === 'projector.ts' ? readFileSync(SOURCE, 'utf8') : null),
    writeFile: (_name, contents) => void (wasm = contents),
    listFiles: () => [],
  });
  if (error !== null || !(wasm instanceof Uint8Array))
    throw new Error(`wasm/projector.ts: ${error}\n${stderr}`);
  const code = `${origin()}
export const PROJECTOR_CODE =
  '${Buffer.from(wasm).toString('base64')}';
`;
  if (readFileSync(CODE, 'utf8') === code) return false;
  writeFileSync(CODE, code);
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (!process.argv.includes('--check')) await makeProjector();
  else if (!isCurrent()) {
    console.error(
      'src/log/projectorCode.ts is not of wasm/projector.ts. Run `node scripts/make/projector.mjs`.',
    );
    process.exitCode = 1;
  }
}
