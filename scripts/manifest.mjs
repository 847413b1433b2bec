/**
 * Writes what package.json says of Vigil's settings out of the one place that knows them, src/engine/settings.ts:
 * `contributes.configuration` in package.json and the `config.*` texts in package.nls.json.
 * With `--check` it writes nothing and fails when either file is not what it would write.
 */
import { build } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = new URL('../', import.meta.url);
const inRoot = (path) => fileURLToPath(new URL(path, root));

/** The settings schema with zod's JSON Schema writer, bundled because Node 20 cannot import TypeScript. */
async function jsonSchema() {
  const contents = `
    import * as z from 'zod';
    import { Settings } from './src/engine/settings';
    export const schema = z.toJSONSchema(Settings, { io: 'input', unrepresentable: 'throw' });`;
  const bundle = await build({
    stdin: { contents, resolveDir: inRoot('.'), loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  const code = Buffer.from(bundle.outputFiles[0].contents).toString('base64');
  return (await import(`data:text/javascript;base64,${code}`)).schema;
}

/** Every setting of an object schema as [dotted key, schema]; groups of settings are walked into. */
function leaves(schema, prefix) {
  return Object.entries(schema.properties).flatMap(([name, property]) => {
    const key = `${prefix}.${name}`;
    return property.type === 'object' && property.properties ? leaves(property, key) : [[key, property]];
  });
}

/** The two files as they should be. */
async function wanted() {
  const manifest = JSON.parse(await readFile(inRoot('package.json'), 'utf8'));
  const texts = JSON.parse(await readFile(inRoot('package.nls.json'), 'utf8'));
  const settings = leaves(await jsonSchema(), 'vigil');
  const properties = settings.map(([key, { description, scope, ...schema }], order) => {
    if (!description) throw new Error(`The setting ${key} has no description.`);
    const textKey = `config.${key.slice('vigil.'.length)}`;
    return [key, { ...schema, ...(scope && { scope }), order, markdownDescription: `%${textKey}%` }];
  });
  manifest.contributes = {
    ...manifest.contributes,
    configuration: { title: manifest.displayName, properties: Object.fromEntries(properties) },
  };
  const others = Object.entries(texts).filter(([key]) => !key.startsWith('config.'));
  const ours = settings.map(([key, { description }]) => [
    `config.${key.slice('vigil.'.length)}`,
    description,
  ]);
  const print = (value) => `${JSON.stringify(value, null, 2)}\n`;
  return {
    'package.json': print(manifest),
    'package.nls.json': print(Object.fromEntries([...others, ...ours])),
  };
}

async function main(check) {
  const stale = [];
  for (const [file, text] of Object.entries(await wanted())) {
    // Compared as data: how a formatter breaks the lines is its own affair.
    const now = JSON.stringify(JSON.parse(await readFile(inRoot(file), 'utf8')));
    if (now === JSON.stringify(JSON.parse(text))) continue;
    stale.push(file);
    if (!check) await writeFile(inRoot(file), text);
  }
  if (stale.length === 0) return console.log('The manifest is what src/engine/settings.ts says.');
  if (!check) return console.log(`Written: ${stale.join(', ')}`);
  console.error(
    `${stale.join(' and ')}: not what src/engine/settings.ts says. Run \`node scripts/manifest.mjs\`.`,
  );
  process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(process.argv.includes('--check'));
