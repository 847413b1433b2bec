// @ts-check
/**
 * Writes the list of commands in docs/cli.md out of src/terminal/commands.ts. With `--check` it writes nothing and fails when the
 * list is not what it would write.
 */
import { build } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';

const root = new URL('../../', import.meta.url);
const inRoot = (/** @type {string} */ path) => fileURLToPath(new URL(path, root));
const PAGE = inRoot('docs/cli.md');
const BEGIN = '<!-- commands: made by scripts/make/commands-docs.mjs -->\n';
const END = '<!-- end of commands -->\n';

/** @returns {Promise<{ COMMANDS: { name: string, group: string, says: string }[], usageOf: (command: object) => string }>} */
async function table() {
  const bundle = await build({
    stdin: {
      contents: `export { COMMANDS } from './src/terminal/commands'; export { usageOf } from './src/terminal/help';`,
      resolveDir: inRoot('.'),
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  const code = Buffer.from(bundle.outputFiles[0]?.contents ?? '').toString('base64');
  return import(`data:text/javascript;base64,${code}`);
}

const { COMMANDS, usageOf } = await table();
const list = [...Map.groupBy(COMMANDS, ({ group }) => group)]
  .map(
    ([group, commands]) =>
      `**${group}**\n\n${commands.map((one) => `- \`${usageOf(one)}\`: ${one.says}`).join('\n')}\n`,
  )
  .join('\n');
const page = await readFile(PAGE, 'utf8');
const [before = '', rest = ''] = page.split(BEGIN);
const [, after = ''] = rest.split(END);
const how = await prettier.resolveConfig(PAGE);
const wanted = await prettier.format(`${before}${BEGIN}\n${list}\n${END}${after}`, {
  ...how,
  filepath: PAGE,
});
if (!process.argv.includes('--check')) await writeFile(PAGE, wanted);
else if (page !== wanted) {
  console.error(
    'docs/cli.md: not what src/terminal/commands.ts says. Run `node scripts/make/commands-docs.mjs`.',
  );
  process.exitCode = 1;
}
