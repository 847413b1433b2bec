/** The order of folders (docs/architecture.md): which may import which, and what may read the clock, the environment and the home folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');
/** A folder imports only from itself and from folders before it. */
const FOLDERS = [
  'l10n',
  'log',
  'session',
  'signals',
  'findings',
  'usage',
  'store',
  'settings',
  'analysis',
  'library',
  'detectors',
  'search',
  'report',
  'questions',
  'engine',
  'templates',
  'agents',
  'pages',
  'badge',
  'host',
  'terminal',
];
/** The same for the folders of the host. */
const HOST = [
  'shared',
  'engine',
  'editors',
  'claudeCode',
  'integrations',
  'export',
  'statusBar',
  'sessions',
  'alerts',
  'panels',
];
/** They use all of these; the composition root uses them. */
const OF_ALL = ['commands.ts', 'commandIds.ts'];
const ROOTS = new Set(['extension.ts', 'cli.ts', 'engine.worker.ts', 'engine.run.ts', 'reader.worker.ts']);
/** Types for other extensions. It imports nothing, so that it can be copied. */
const CONTRACT = 'api.ts';

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const order = (file: string): number => FOLDERS.indexOf(file.split('/')[0] ?? '');
const text = (file: string): string => readFileSync(join(SRC, file), 'utf8');
/** Modules that a source imports or re-exports, also as types. */
const importsOf = (source: string): string[] =>
  [...source.matchAll(/(?:\bfrom|^import|\bimport\() ?'([^']+)'/gm)].map(([, name]) => name ?? '');
const imports = (file: string): string[] => importsOf(text(file));

/** The other files of `src` that a file imports. */
const targets = (file: string): string[] =>
  imports(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => normalize(join(dirname(file), name)));

test('every file is in a known folder or is a composition root', () => {
  expect(files.length).toBeGreaterThan(40);
  expect(FOLDERS.filter((name) => !files.some((file) => file.startsWith(`${name}/`)))).toEqual([]);
  expect(files.filter((file) => order(file) === -1 && !ROOTS.has(file))).toEqual([CONTRACT]);
  expect(imports(CONTRACT)).toEqual(['vscode']);
});

test('no folder imports from a later one', () => {
  const wrong = files
    .filter((file) => !ROOTS.has(file))
    .flatMap((file) =>
      targets(file)
        .filter(
          (target) =>
            target !== CONTRACT.replace('.ts', '') && (order(target) > order(file) || order(target) === -1),
        )
        .map((target) => `${file} imports ${target}`),
    );
  expect(wrong).toEqual([]);
});

test('no folder of the host imports from a later one', () => {
  const inHost = files.filter((file) => file.startsWith('host/'));
  const folder = (path: string): number =>
    path.startsWith('host/') ? HOST.indexOf(path.split('/')[1] ?? '') : 0;
  expect(inHost.filter((file) => folder(file) === -1).toSorted()).toEqual(
    OF_ALL.map((name) => `host/${name}`).toSorted(),
  );
  expect(HOST.filter((name) => !inHost.some((file) => file.startsWith(`host/${name}/`)))).toEqual([]);
  const wrong = inHost
    .filter((file) => folder(file) !== -1)
    .flatMap((file) =>
      targets(file)
        .filter((target) => folder(target) > folder(file) || folder(target) === -1)
        .map((target) => `${file} imports ${target}`),
    );
  expect(wrong).toEqual([]);
});

test('the host and the terminal do not import each other', () => {
  const surfaces = files.filter((file) => /^(?:host|terminal)\//.test(file));
  const wrong = surfaces.flatMap((file) =>
    targets(file)
      .filter((target) => target.startsWith(file.startsWith('host/') ? 'terminal/' : 'host/'))
      .map((target) => `${file} imports ${target}`),
  );
  expect(surfaces.length).toBeGreaterThan(80);
  expect(wrong).toEqual([]);
});

test('only the host imports vscode', () => {
  const users = files.filter((file) => imports(file).includes('vscode'));
  expect(users.filter((file) => !file.startsWith('host/') && file !== 'extension.ts')).toEqual([CONTRACT]);
  expect(users).toContain('extension.ts');
});

test('only composition roots read the clock, the environment or the home folder', () => {
  const looks = /\bDate\.now\(|new Date\(\)|process\.env|homedir\(|os\.tmpdir|performance\.now/;
  expect(files.filter((file) => !ROOTS.has(file) && looks.test(text(file)))).toEqual([]);
});

const ROOT = join(SRC, '..');
const WEBVIEW = readdirSync(join(ROOT, 'webview'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `webview/${name}`);
/** What a file of the repository imports from others of it, by path without ending. */
const within = (file: string): string[] =>
  importsOf(readFileSync(join(ROOT, file), 'utf8'))
    .filter((name) => name.startsWith('.') && !name.endsWith('.json'))
    .map((name) => normalize(join(dirname(file), name)));
/** A page knows what is said to it, the shapes of answers, and what words and figures look like: nothing of the host, of logs or of the archive. */
const FOR_PAGES =
  /^src\/(?:l10n|pages|questions|signals|findings|usage)\/|^src\/(?:engine\/protocol|library\/sessionRow|detectors\/alertStates|analysis\/(?:cohortNames|differenceText|dimensions|queryFields|reconcile)|log\/(?:compareTexts|folders|own|visible)|search\/roles|session\/(?:composition|modelName|sessionId))$/;

test('a page imports of src only what pages may know, and of webview its own folder and what is shared', () => {
  expect(WEBVIEW.length).toBeGreaterThan(40);
  const wrong = WEBVIEW.flatMap((file) => {
    const folder = file.split('/', 2).join('/');
    return within(file)
      .filter((target) =>
        target.startsWith('src/')
          ? !FOR_PAGES.test(target)
          : !target.startsWith(`${folder}/`) && !target.startsWith('webview/shared/'),
      )
      .map((target) => `${file} imports ${target}`);
  });
  expect(wrong).toEqual([]);
});

test('only a page’s lists of tabs import its tabs', () => {
  const users = WEBVIEW.filter((file) =>
    within(file).some((target) => /\/tabs\/(?!index$|later$)/.test(target)),
  );
  expect(users.toSorted()).toEqual(
    ['dashboard', 'session'].flatMap((page) =>
      ['index', 'later'].map((list) => `webview/${page}/tabs/${list}.ts`),
    ),
  );
});

test('only tabs import the sections of the dashboard', () => {
  const users = WEBVIEW.filter((file) =>
    within(file).some((target) => target.includes('/dashboard/sections/')),
  );
  expect(users.filter((file) => !file.startsWith('webview/dashboard/tabs/'))).toEqual([]);
  expect(users.length).toBe(5);
});

/** The files of a circle of imports, each importing the next; empty when there is none. */
function circleIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): string[] => {
    if (path.includes(file)) return path.slice(path.indexOf(file));
    if (done.has(file)) return [];
    done.add(file);
    path.push(file);
    for (const target of graph.get(file) ?? []) {
      const circle = visit(target);
      if (circle.length > 0) return circle;
    }
    path.pop();
    return [];
  };
  for (const file of graph.keys()) {
    const circle = visit(file);
    if (circle.length > 0) return circle;
  }
  return [];
}

test('no file imports itself by way of others, in src and in webview', () => {
  const all = [...files.map((file) => `src/${file}`), ...WEBVIEW];
  const graph = new Map(all.map((file) => [file.replace(/\.ts$/, ''), within(file)]));
  expect([...graph.values()].flat().filter((target) => !graph.has(target))).toEqual([]);
  expect(circleIn(graph)).toEqual([]);
  // A circle is found, also one that does not lead back to where the search began.
  const circle = new Map(Object.entries({ a: ['b'], b: ['c'], c: ['d', 'b'], d: [] }));
  expect(circleIn(circle)).toEqual(['b', 'c']);
});
