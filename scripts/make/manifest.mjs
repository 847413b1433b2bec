/**
 * Writes what package.json says of Vigil's settings and of its tools for agents out of the places that know them,
 * src/settings/settings.ts and src/agents/tools/index.ts: `contributes.configuration` and `contributes.languageModelTools` in
 * package.json, which settings a workspace has a say in only when it is trusted, and their texts in package.nls.json.
 * With `--check` it writes nothing and fails when either file is not what it would write.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { load } from '../lib/load.mjs';

const root = new URL('../../', import.meta.url);
const inRoot = (path) => fileURLToPath(new URL(path, root));

/** The settings schema with zod's JSON Schema writer, and those of a window. */
async function settingsSource() {
  const contents = `
    import * as z from 'zod';
    import { SECTIONS, Settings, WINDOW_SETTINGS } from './src/settings/settings';
    import { schemaOf, TOOLS } from './src/agents/tools/index';
    export const tools = TOOLS.map((tool) => ({ ...tool, schema: schemaOf(tool) }));
    export const sections = SECTIONS;
    export const ofWindow = Object.keys(WINDOW_SETTINGS).map((key) => 'vigil.' + key);
    export const schema = z.toJSONSchema(Settings, { io: 'input', unrepresentable: 'throw' });`;
  return load(contents);
}

/** Every setting of an object schema as [dotted key, schema]; groups of settings are walked into. */
function leaves(schema, prefix) {
  return Object.entries(schema.properties).flatMap(([name, property]) => {
    const key = `${prefix}.${name}`;
    return property.type === 'object' && property.properties ? leaves(property, key) : [[key, property]];
  });
}

/** A setting's schema with a text for each of its choices; those of a list are on what it holds. */
function described(schema, key, choices) {
  const values = schema.enum ?? schema.items?.enum;
  if (values === undefined) return schema;
  const missing = values.filter((value) => !choices?.[value]);
  if (missing.length > 0)
    throw new Error(`The setting ${key} does not say what ${missing.join(', ')} means.`);
  const enumDescriptions = values.map((value) => `%config.${key}.${value}%`);
  return schema.enum === undefined
    ? { ...schema, items: { ...schema.items, enumDescriptions }, uniqueItems: true }
    : { ...schema, enumDescriptions };
}

/** The two files as they should be. */
async function wanted() {
  const manifest = JSON.parse(await readFile(inRoot('package.json'), 'utf8'));
  const texts = JSON.parse(await readFile(inRoot('package.nls.json'), 'utf8'));
  const { schema: all, ofWindow, sections, tools } = await settingsSource();
  const settings = leaves(all, 'vigil').map(([key, schema]) => [key.slice('vigil.'.length), schema]);
  const property = ([key, { description, scope = 'application', choices, ...schema }], order) => {
    if (!description) throw new Error(`The setting ${key} has no description.`);
    return [
      `vigil.${key}`,
      {
        ...described(schema, key, choices),
        scope: ofWindow.includes(`vigil.${key}`) ? 'window' : scope,
        // Within its section, which VS Code would otherwise sort by name.
        order,
        markdownDescription: `%config.${key}%`,
      },
    ];
  };
  const inSection = (key, group) => key === group || key.startsWith(`${group}.`);
  const homeless = settings.filter(
    ([key]) => !sections.some(([, of]) => of.some((one) => inSection(key, one))),
  );
  if (homeless.length > 0) throw new Error(`In no section: ${homeless.map(([key]) => key).join(', ')}.`);
  manifest.contributes = {
    ...manifest.contributes,
    configuration: sections.map(([, groups], order) => ({
      title: `%section.${order}%`,
      order,
      properties: Object.fromEntries(
        groups.flatMap((group) => settings.filter(([key]) => inSection(key, group))).map(property),
      ),
    })),
  };
  manifest.contributes.languageModelTools = tools.map(({ name, description, schema }) => ({
    name,
    displayName: `%tool.${name}%`,
    userDescription: `%tool.${name}.says%`,
    // For models, which read English.
    modelDescription: description,
    toolReferenceName: name.replace(/_(.)/, (_, letter) => letter.toUpperCase()),
    canBeReferencedInPrompt: true,
    icon: '$(eye)',
    tags: ['vigil', 'claude'],
    inputSchema: schema,
  }));
  manifest.capabilities.untrustedWorkspaces = { supported: true, restrictedConfigurations: ofWindow };
  const others = Object.entries(texts).filter(([key]) => !/^(?:config|section|tool)\./.test(key));
  const ours = [
    ...tools.flatMap(({ name, title, says }) => [
      [`tool.${name}`, title],
      [`tool.${name}.says`, says],
    ]),
    ...sections.map(([title], order) => [`section.${order}`, title]),
    ...settings.flatMap(([key, { description, choices = {} }]) => [
      [`config.${key}`, description],
      ...Object.entries(choices).map(([choice, text]) => [`config.${key}.${choice}`, text]),
    ]),
  ];
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
  if (stale.length === 0) return console.log('The manifest is what the sources say.');
  if (!check) return console.log(`Written: ${stale.join(', ')}`);
  console.error(`${stale.join(' and ')}: not what the sources say. Run \`node scripts/make/manifest.mjs\`.`);
  process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(process.argv.includes('--check'));
