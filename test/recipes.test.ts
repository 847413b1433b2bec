/**
 * The recipes of CONTRIBUTING.md: the files they name are there, and for four of them nothing else has to be touched.
 * Those are carried out in a copy of the repository; there the types hold, and so do the tests that know the lists.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { tempFolder } from './support/tempFolder';

const ROOT = join(import.meta.dirname, '..');
const read = (path: string, root = ROOT): string => readFileSync(join(root, path), 'utf8');

interface Recipe {
  name: string;
  text: string;
  /** Files to touch, in order; those to make hold `NAME`. */
  files: string[];
}

const recipes: Recipe[] = read('CONTRIBUTING.md')
  .split(/^### /m)
  .filter((text) => /^Add an? /.test(text))
  .map((text) => text.replace(/^Add an? /, ''))
  .map((text) => ({
    name: text.slice(0, text.indexOf('\n')),
    text,
    files: [...text.matchAll(/^\d+\. `([^`]+)`/gm)].map(([, file = '']) => file),
  }));
const filesOf = (name: string): string[] => recipes.find((one) => one.name === name)?.files ?? [];

test('there is a recipe for everything that is added again and again', () => {
  expect(recipes.map(({ name }) => name)).toEqual([
    'measure',
    'finding',
    'detector',
    'phrase',
    'price',
    'question',
    'tile',
    'column',
    'section',
    'tab',
    'option',
    'setting',
    'text',
    'language',
    'record kind',
    'record field',
  ]);
});

test.each(recipes)(
  'the recipe for a $name names files that exist and files that do not yet',
  ({ text, files }) => {
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) {
      const made = file.includes('NAME');
      expect([file, existsSync(join(ROOT, made ? dirname(file) : file))]).toEqual([file, true]);
      expect([file, text.includes(`\`${file}\` (new)`)]).toEqual([file, made]);
    }
    const example = /Example: .*?`((?:src|webview)\/[^`]+)`/.exec(text)?.[1];
    expect(example === undefined || existsSync(join(ROOT, example))).toBe(true);
  },
);

test('the versions to raise stand where it says', () => {
  const rows = [...read('CONTRIBUTING.md').matchAll(/`([A-Z]+_VERSION)`, `([^`]+)`/g)];
  expect(rows.map(([, name]) => name)).toEqual(['READING_VERSION', 'FIGURES_VERSION']);
  for (const [, name = '', file = ''] of rows) expect(read(file)).toContain(`export const ${name} =`);
});

test('what it says of F5 is there', () => {
  for (const name of ['Run Vigil', 'Run Vigil on the sample', 'Test the open file'])
    expect([name, read('.vscode/launch.json').includes(`"name": "${name}"`)]).toEqual([name, true]);
});

/** What is copied: all that types and the tests below need. */
const COPIED = ['src', 'webview', 'test', 'scripts', 'docs', '.vscode'];
const FILES = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(?:md|json|mjs)$/.test(entry.name))
  .map(({ name }) => name);

const MEASURE = `import type { Signal } from './signal';

export const sampleMeasure: Signal<{ calls: number }> = {
  name: 'sample_measure',
  title: 'Sample',
  meaning: 'How many tools were called.',
  experimental: true,
  alarm: null,
  init: () => ({ calls: 0 }),
  fold(state, step) {
    if (step.kind === 'tool') state.calls++;
  },
  read: ({ calls }) => ({ value: calls, measure: null, label: \`\${calls} calls\`, detail: {}, evidence: [] }),
};
`;

const QUESTION = `/** How many sessions there are. */
import * as z from 'zod';
import type { Sources } from './shared/sources';

export const args = z.null();
export const reply = z.number();
export const answer = (_: z.output<typeof args>, { library }: Sources): number => library.figures.size;
`;

const QUESTION_TEST = `import { expect, test } from 'vitest';
import { args, reply } from '../../src/questions/sampleQuestion';

test('nothing is asked, a number is answered', () => {
  expect([args.parse(null), reply.parse(3)]).toEqual([null, 3]);
});
`;

const SECTION = `/** An empty section. */
import { html } from 'lit';
import type { Section } from '../tab';

export const sampleSection: Section = {
  id: 'sample',
  title: 'Sample',
  asks: () => [],
  view: () => html\`<p class="empty">Nothing here.</p>\`,
};
`;

/** What is named there must be there, once. */
function replaced(text: string, find: RegExp, by: string): string {
  expect([String(find), text.match(new RegExp(find, `${find.flags.replace('g', '')}g`))?.length]).toEqual([
    String(find),
    1,
  ]);
  return text.replace(find, by);
}

describe('carried out in a copy', () => {
  let copy = '';
  const put = (path: string, text: string): void => writeFileSync(join(copy, path), text);
  const change = (path: string, find: RegExp, by: string): void =>
    put(path, replaced(read(path, copy), find, by));
  /** Runs a script or tool on our Node in the copy; throws with what it printed when it fails. */
  const run = (script: string, ...args: string[]): string => {
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^VITEST|^NODE_ENV$/.test(name)),
    );
    try {
      return execFileSync(process.execPath, [join(copy, script), ...args], {
        cwd: copy,
        env,
        encoding: 'utf8',
        stdio: 'pipe',
        timeout: 400_000,
      });
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string };
      throw new Error(`${script}: ${stdout ?? ''}${stderr ?? String(error)}`, { cause: error });
    }
  };

  beforeAll(() => {
    copy = tempFolder();
    for (const folder of COPIED)
      cpSync(join(ROOT, folder), join(copy, folder), {
        recursive: true,
        filter: (path) => !path.includes(`${folder}/fixtures`) && !path.includes('node_modules'),
      });
    for (const file of FILES) cpSync(join(ROOT, file), join(copy, file));
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'junction');
  });

  /** Files that differ from the repository's. */
  const touched = (): string[] =>
    COPIED.flatMap((folder) => readdirSync(join(copy, folder), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(copy.length + 1))
      .concat(FILES)
      .filter((path) => !existsSync(join(ROOT, path)) || read(path) !== read(path, copy))
      .toSorted();
  let before: string[] = [];
  /** Does what a recipe says: the files that were touched by it, and those it names. */
  const follow = (recipe: string, name: string, work: () => void): { touched: string[]; named: string[] } => {
    work();
    const isNew = (path: string): boolean => !before.includes(path);
    const now = touched();
    const named = filesOf(recipe).map((file) => file.replace('NAME', name));
    const found = { touched: now.filter(isNew), named: named.filter(isNew).toSorted() };
    before = now;
    return found;
  };

  test('a measure', () => {
    const found = follow('measure', 'sampleMeasure', () => {
      put('src/signals/sampleMeasure.ts', MEASURE);
      change(
        'src/signals/registry.ts',
        /(?=^import \{ simplestRate)/m,
        "import { sampleMeasure } from './sampleMeasure';\n",
      );
      change(
        'src/signals/registry.ts',
        /^ {2}machine\(prompts\),$/m,
        '  machine(prompts),\n  machine(sampleMeasure),',
      );
      change('src/library/summarise.ts', /FIGURES_VERSION = \d+/, 'FIGURES_VERSION = 999');
      const tests = 'test/signals/signals.test.ts';
      change(
        tests,
        /(?=^import \{ staleEdits)/m,
        "import { sampleMeasure } from '../../src/signals/sampleMeasure';\n",
      );
      change(
        tests,
        /^ {6}agree\(prompts, events, cut\);$/m,
        '      agree(prompts, events, cut);\n      agree(sampleMeasure, events, cut);',
      );
      put('docs/signals.md', `${read('docs/signals.md')}\n## Sample (\`sample_measure\`, experimental)\n`);
    });
    expect(found.touched).toEqual(found.named);
  });

  test('a question', () => {
    const found = follow('question', 'sampleQuestion', () => {
      put('src/questions/sampleQuestion.ts', QUESTION);
      const index = 'src/questions/index.ts';
      change(index, /(?=^import \* as search )/m, "import * as sampleQuestion from './sampleQuestion';\n");
      change(
        index,
        /(?=^ {2}search: \{)/m,
        '  sampleQuestion: { args: sampleQuestion.args, reply: sampleQuestion.reply },\n',
      );
      change(index, /(?=^ {2}search: search\.answer)/m, '  sampleQuestion: sampleQuestion.answer,\n');
      put('test/questions/sampleQuestion.test.ts', QUESTION_TEST);
    });
    expect(found.touched).toEqual(found.named);
  });

  test('an empty section', () => {
    const found = follow('section', 'sample', () => {
      put('webview/dashboard/sections/sample.ts', SECTION);
      const tab = 'webview/dashboard/tabs/health.ts';
      change(tab, /(?=^import type \{ Tab \})/m, "import { sampleSection } from '../sections/sample';\n");
      change(tab, /sections: \[healthSection\]/, 'sections: [healthSection, sampleSection]');
      change('src/pages/dashboard/places.ts', /health: \['health'\]/, "health: ['health', 'sample']");
    });
    expect(found.touched).toEqual(found.named);
  });

  test('a setting', () => {
    const found = follow('setting', '', () => {
      change(
        'src/settings/settings.ts',
        /^export const Settings = z\.object\(\{$/m,
        "export const Settings = z.object({\n  sample: z.boolean().default(true).meta({ description: 'A sample.' }),",
      );
      change(
        'src/settings/settings.ts',
        /(?<=^export const SECTIONS[^\n]*\n {2}\[\s*'[^']*',\s*\[)/m,
        "'sample', ",
      );
      expect(run('scripts/make/manifest.mjs')).toContain('Written: package.json, package.nls.json');
      change('README.md', /(?=^\| `vigil\.roots`)/m, '| `vigil.sample` | `true` | A sample. |\n');
    });
    expect(found.touched).toEqual(found.named);
  });

  test('the types hold, from the pages to the engine', { timeout: 420_000 }, () => {
    const all = { extends: './tsconfig.json', include: [], exclude: [] };
    const options = { compilerOptions: { lib: ['es2024', 'dom', 'dom.iterable'], types: ['node'] } };
    const files = ['webview/dashboard/main.ts', 'src/engine/engine.ts', 'src/analysis/jstat.d.ts'];
    put('tsconfig.recipes.json', JSON.stringify({ ...all, ...options, files }));
    const listed = run(
      'node_modules/typescript/bin/tsc',
      '-p',
      'tsconfig.recipes.json',
      '--checkers',
      '1',
      '--listFiles',
    );
    for (const file of ['sampleMeasure.ts', 'sampleQuestion.ts', 'sections/sample.ts'])
      expect([file, listed.includes(file)]).toEqual([file, true]);
  });

  test('the tests that know the lists hold, and what was added is there', { timeout: 420_000 }, () => {
    put(
      'test/added.test.ts',
      `import { expect, test } from 'vitest';
import { answers, questions } from '../src/questions/index';
import { KEYS } from '../src/settings/layers';
import { signals } from '../src/signals/registry';
test('added', () => {
  expect([KEYS.has('sample'), 'sampleQuestion' in questions, 'sampleQuestion' in answers]).toEqual([true, true, true]);
  expect(signals.at(-1)).toMatchObject({ name: 'sample_measure', alarm: null });
});
`,
    );
    const tests = [
      'test/added.test.ts',
      'test/imports.test.ts',
      'test/size.test.ts',
      'test/webview/tabs.test.ts',
      'test/questions/index.test.ts',
      'test/questions/sampleQuestion.test.ts',
      'test/signals/signals.test.ts',
      'test/settings/layers.test.ts',
      'test/host/engine/settings.test.ts',
      'test/host/engine/settingsScopes.test.ts',
    ];
    expect(tests.filter((path) => !existsSync(join(copy, path)))).toEqual([]);
    const printed = run('node_modules/vitest/vitest.mjs', 'run', ...tests, '--maxWorkers=1', '--no-color');
    expect(printed).toContain(`Test Files  ${tests.length} passed (${tests.length})`);
  });
});
