// @ts-check
/**
 * Writes the list of commands in docs/cli.md from src/terminal/commands.ts. With `--check` it writes nothing, and fails if the list is
 * out of date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { formatted } from '../lib/formatted.mjs';
import { load } from '../lib/load.mjs';

const root = new URL('../../', import.meta.url);
const inRoot = (/** @type {string} */ path) => fileURLToPath(new URL(path, root));
const PAGE = inRoot('docs/cli.md');
const BEGIN = '<!-- commands: made by scripts/make/commands-docs.mjs -->\n';
const END = '<!-- end of commands -->\n';

/** @returns {Promise<{ COMMANDS: { name: string, group: string, says: string }[], usageOf: (command: object) => string }>} */
async function table() {
  return load(
    `export { COMMANDS } from './src/terminal/commands'; export { usageOf } from './src/terminal/help';`,
  );
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
const wanted = formatted(PAGE, `${before}${BEGIN}\n${list}\n${END}${after}`);
if (!process.argv.includes('--check')) await writeFile(PAGE, wanted);
else if (page !== wanted) {
  console.error('docs/cli.md is out of date. Run `node scripts/make/commands-docs.mjs`.');
  process.exitCode = 1;
}
