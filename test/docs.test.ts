/** What comments and documents name exists: files, sections, laws, rules, folders. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const isThere = (path: string): boolean => existsSync(join(ROOT, path));
const below = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !/(?:^|\/)(?:fixtures|node_modules)\//.test(name))
    .map((name) => `${folder}/${name}`);

const SOURCES = ['src', 'webview', 'test', 'scripts'].flatMap((folder) =>
  below(folder, /\.(?:ts|mjs|cjs|css)$/),
);
const PAGES = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...below('docs', /\.md$/),
  ...below('scripts', /\.md$/),
  ...below('test', /\.md$/),
];

/** The comments of a source: whole lines, lines of a block, and those after code. */
const commentsOf = (source: string): string =>
  (source.match(/^\s*(?:\/\/|\/\*|\*).*$|\s\/\/ .*$|\/\*\*? .*?\*\//gm) ?? []).join('\n');
const comments = SOURCES.map((file) => ({ file, text: commentsOf(read(file)) }));

/** Documents of Claude Code in people's projects, not Vigil's. */
const OF_CLAUDE_CODE = /(?:^|\/)(?:\.claude\/.*|(?:CLAUDE(?:\.local)?|MEMORY|AGENTS|SKILL)\.md)$/;

const missingDocuments = (text: string): string[] =>
  (text.match(/[\w@./-]*\w\.md\b/g) ?? []).filter(
    (name) => !OF_CLAUDE_CODE.test(name) && !isThere(name.replace(/^(?:\.\.?\/)+/, '')),
  );

/** Numbered headings of a document: `## 4. …`, or the items of its list: `4. …`. */
const numbersIn = (path: string, pattern: RegExp): Set<string> =>
  new Set([...read(path).matchAll(pattern)].map(([, number]) => String(Number(number))));

test('no comment names a document that is not in the repository', () => {
  expect(comments.length).toBeGreaterThan(400);
  expect(comments.filter(({ text }) => text.includes('.md')).length).toBeGreaterThan(20);
  expect(
    comments.flatMap(({ file, text }) => missingDocuments(text).map((name) => `${file}: ${name}`)),
  ).toEqual([]);
  expect(missingDocuments('see docs/gone.md, log-format.md and docs/laws.md; CLAUDE.md')).toEqual([
    'docs/gone.md',
    'log-format.md',
  ]);
});

test('every section, law and rule that a comment cites is there', () => {
  const cited = {
    section: numbersIn('docs/log-format.md', /^## (\d+)\. /gm),
    law: numbersIn('docs/laws.md', /^(\d+)\. \*\*/gm),
    rule: numbersIn('docs/reading.md', /^\| P(\d+) /gm),
  };
  expect([cited.section.size, cited.law.size, cited.rule.size > 60]).toEqual([14, 10, true]);
  const found = comments.flatMap(({ file, text }) => [
    ...[...text.matchAll(/log-format\.md, sections? (\d+)(?: and (\d+))?/g)].flatMap(([, a, b]) =>
      [a, b].filter((n) => n !== undefined).map((n) => ({ file, kind: 'section' as const, n })),
    ),
    ...[...text.matchAll(/\blaw (\d+)/gi)].map(([, n]) => ({ file, kind: 'law' as const, n })),
    ...[...text.matchAll(/\bP(\d{1,2})\b/g)].map(([, n]) => ({ file, kind: 'rule' as const, n })),
  ]);
  expect(new Set(found.map(({ kind }) => kind)).size).toBe(3);
  expect(
    found
      .filter(({ kind, n }) => !cited[kind].has(String(Number(n))))
      .map(({ file, kind, n }) => `${file}: ${kind} ${n}`),
  ).toEqual([]);
});

test('every link of a document leads somewhere', () => {
  expect(PAGES.length).toBeGreaterThan(20);
  const dead = PAGES.flatMap((page) =>
    [...read(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z+]+:/.test(target) && !isThere(join(dirname(page), target)))
      .map((target) => `${page}: ${target}`),
  );
  expect(dead).toEqual([]);
});

test('every file of ours that a document names exists', () => {
  const named = PAGES.filter((page) => page !== 'CHANGELOG.md').flatMap((page) =>
    [...read(page).matchAll(/`((?:src|webview|test|scripts|docs)\/[\w./-]+\.\w+)`/g)].map(
      ([, file = '']) => ({ page, file }),
    ),
  );
  expect(named.length).toBeGreaterThan(60);
  expect(
    named
      .filter(({ file }) => !file.includes('NAME') && !isThere(file))
      .map(({ page, file }) => `${page}: ${file}`),
  ).toEqual([]);
});

test('docs/architecture.md has every folder, in the order of imports', () => {
  const folders = readdirSync(join(ROOT, 'src')).filter((name) =>
    statSync(join(ROOT, 'src', name)).isDirectory(),
  );
  const rows = [...read('docs/architecture.md').matchAll(/^\| `(\w+)\/` /gm)].map(([, name = '']) => name);
  expect(rows.toSorted()).toEqual(folders.toSorted());
  const order = /const FOLDERS = \[([^\]]*)\]/.exec(read('test/imports.test.ts'))?.[1]?.match(/\w+/g);
  expect(rows).toEqual(order);
  const ofHost = [...read('docs/architecture.md').matchAll(/^\| `host\/(\w+)\/` /gm)].map(
    ([, name = '']) => name,
  );
  expect(ofHost).toEqual(/const HOST = \[([^\]]*)\]/.exec(read('test/imports.test.ts'))?.[1]?.match(/\w+/g));
});

test('docs/README.md lists every document', () => {
  const index = read('docs/README.md');
  const documents = below('docs', /\.md$/).filter((path) => !/README|decisions/.test(path));
  expect(documents.filter((path) => !index.includes(`(${path.slice('docs/'.length)})`))).toEqual([]);
});

test('commands that a text, a form or a UI test names by “Vigil: …” are in the palette, by that title', () => {
  const { contributes } = JSON.parse(read('package.json')) as {
    contributes: {
      commands: { command: string; title: string }[];
      menus: { commandPalette: { command: string; when: string }[] };
    };
  };
  const titles = JSON.parse(read('package.nls.json')) as Record<string, string>;
  const hidden = contributes.menus.commandPalette.filter(({ when }) => when === 'false');
  const palette = new Set(
    contributes.commands
      .filter(({ command }) => !hidden.some((one) => one.command === command))
      .map(({ title }) => titles[title.replaceAll('%', '')]),
  );
  const named = (text: string): string[] =>
    [...text.replaceAll(/\s+/g, ' ').matchAll(/\*\*Vigil: ([^*{]+?)(?: → [^*]+)?\*\*/g)].map(
      ([, title = '']) => title,
    );
  const texts = [...PAGES, ...below('src', /\.ts$/), 'package.nls.json'].map(read);
  const all = texts.flatMap(named);
  expect(all.length).toBeGreaterThan(30);
  expect([...new Set(all)].filter((title) => !palette.has(title))).toEqual([]);

  const quoted = (files: readonly string[], pattern: RegExp): string[] =>
    files.flatMap((file) => [...read(file).matchAll(pattern)].map(([, title = '']) => title));
  const inForms = quoted(below('.github', /\.yml$/), /“Vigil: ([^”]+)”/g);
  expect(inForms.length).toBeGreaterThan(1);
  expect(inForms.filter((title) => !palette.has(title))).toEqual([]);
  // They may leave out how a title ends.
  const inTests = quoted(below('test/ui', /\.ts$/), /command\([^,()]+, 'Vigil: ([^']+)'/g);
  expect(inTests.length).toBeGreaterThan(10);
  expect(inTests.filter((begin) => ![...palette].some((title) => title?.startsWith(begin)))).toEqual([]);
});
