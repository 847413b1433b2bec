// @ts-check
/**
 * `node scripts/research/tools.mjs FOLDER`: which card each tool of the logs below FOLDER gets, with how often it is called, into
 * test/fixtures/toolCards.json. test/questions/toolCards.test.ts holds the cards in it to the code.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatted } from '../lib/formatted.mjs';
import { load } from '../lib/load.mjs';
import { main, root, SetupError } from '../lib/setup.mjs';

const FILE = join(root, 'test/fixtures/toolCards.json');

/** @returns {Promise<{ cardOf: (tool: string) => string }>} */
async function cards() {
  return load(`export { cardOf } from './src/questions/shared/transcript/cards';`);
}

/** Calls by tool, each once by its id. @returns {Map<string, Set<string>>} */
function toolsBelow(/** @type {string} */ folder) {
  /** @type {Map<string, Set<string>>} */
  const tools = new Map();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.jsonl')) continue;
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      if (!line.includes('"tool_use"')) continue;
      for (const { name: tool, id } of callsOn(line)) tools.set(tool, (tools.get(tool) ?? new Set()).add(id));
    }
  }
  return tools;
}

/** @returns {{ name: string, id: string }[]} */
function callsOn(/** @type {string} */ line) {
  try {
    const content = JSON.parse(line)?.message?.content;
    return Array.isArray(content)
      ? content.filter((block) => block?.type === 'tool_use' && typeof block.name === 'string')
      : [];
  } catch {
    return [];
  }
}

await main(async () => {
  const folder = process.argv[2];
  if (folder === undefined) throw new SetupError('Name the folder with the logs.');
  const { cardOf } = await cards();
  const rows = [...toolsBelow(folder)]
    .toSorted(([a, x], [b, y]) => y.size - x.size || (a < b ? -1 : 1))
    .map(([tool, ids]) => ({ tool, calls: ids.size, card: cardOf(tool) }));
  writeFileSync(FILE, formatted('toolCards.json', JSON.stringify(rows)));
  console.log(`${rows.length} tools in ${FILE}`);
  return 0;
});
