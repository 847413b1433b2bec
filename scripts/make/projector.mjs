// @ts-check
/**
 * Compiles wasm/projector.ts into src/log/projectorCode.ts: a module like all others, so that nothing has to find a file where it
 * runs. The build does it too, so what ships is what its source says. With `--check` it writes nothing and fails when the code is
 * of another source or compiler.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../lib/setup.mjs';
import { runTool } from '../lib/steps.mjs';

const SOURCE = join('wasm', 'projector.ts');
const CODE = join(root, 'src', 'log', 'projectorCode.ts');
const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory'];

/** A text as it lies in the repository, whatever ends its lines here. */
const textOf = (/** @type {string} */ file) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n');

/** What the code is made from, as its first line says. */
function origin() {
  const source = textOf(join(root, SOURCE));
  const sum = createHash('sha256').update(source).digest('hex').slice(0, 16);
  const about = readFileSync(join(root, 'node_modules', 'assemblyscript', 'package.json'), 'utf8');
  return `/** wasm/projector.ts ${sum}, by AssemblyScript ${JSON.parse(about).version} ${OPTIONS.join(' ')}. */`;
}

/** Whether the code is of this source and compiler, as it says itself. */
export const isCurrent = () => textOf(CODE).startsWith(`${origin()}\n`);

/** Compiles the source and writes the code. */
export async function makeProjector() {
  const wasm = join('.cache', 'projector.wasm');
  mkdirSync(join(root, '.cache'), { recursive: true });
  const failed = await runTool('asc', [SOURCE, ...OPTIONS, '--outFile', wasm]);
  if (failed !== 0) throw new Error(`${SOURCE} was not compiled.`);
  const code = readFileSync(join(root, wasm)).toString('base64');
  const text = `${origin()}\nexport const PROJECTOR_CODE =\n  '${code}';\n`;
  // A file that is written anew looks changed to whoever watches.
  if (textOf(CODE) !== text) writeFileSync(CODE, text);
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
