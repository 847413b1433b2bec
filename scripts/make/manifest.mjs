/**
 * Writes what package.json says of Vigil's settings out of the one place that knows them, src/settings/settings.ts:
 * `contributes.configuration` in package.json, which settings a workspace has a say in only when it is trusted, and the
 * `config.*` texts in package.nls.json.
 * With `--check` it writes nothing and fails when either file is not what it would write.
 */
import { build } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = new URL('../../', import.meta.url);
const inRoot = (path) => fileURLToPath(new URL(path, root));

/** The settings schema with zod's JSON Schema writer, and those of a window; bundled because Node 20 cannot import TypeScript. */
async function settingsSource() {
  const contents = `
    import * as z from 'zod';
    import { Settings, WINDOW_SETTINGS } from './src/settings/settings';
    export const ofWindow = Object.keys(WINDOW_SETTINGS).map((key) => 'vigil.' + key);
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
  return import(`data:text/javascript;base64,${code}`);
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
  const { schema: all, ofWindow } = await settingsSource();
  const settings = leaves(all, 'vigil');
  const properties = settings.map(([key, { description, scope = 'application', ...schema }], order) => {
    if (!description) throw new Error(`The setting ${key} has no description.`);
    const textKey = `config.${key.slice('vigil.'.length)}`;
    return [
      key,
      {
        ...schema,
        scope: ofWindow.includes(key) ? 'window' : scope,
        order,
        markdownDescription: `%${textKey}%`,
      },
    ];
  });
  manifest.contributes = {
    ...manifest.contributes,
    configuration: { title: manifest.displayName, properties: Object.fromEntries(properties) },
  };
  manifest.capabilities.untrustedWorkspaces = { supported: true, restrictedConfigurations: ofWindow };
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
  if (stale.length === 0) return console.log('The manifest is what src/settings/settings.ts says.');
  if (!check) return console.log(`Written: ${stale.join(', ')}`);
  console.error(
    `${stale.join(' and ')}: not what src/settings/settings.ts says. Run \`node scripts/make/manifest.mjs\`.`,
  );
  process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(process.argv.includes('--check'));
