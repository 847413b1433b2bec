/** The house (docs/architecture.md): who may import whom, and who may look at clock, environment and home. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');
/** A room imports only from itself and from rooms before it. */
const LINE = [
  'log',
  'session',
  'signals',
  'findings',
  'usage',
  'store',
  'settings',
  'analysis',
  'library',
  'report',
  'questions',
  'engine',
  'templates',
  'pages',
  'host',
  'terminal',
];
const ROOTS = new Set(['extension.ts', 'cli.ts', 'engine.worker.ts']);
/** Types other extensions are given: whole in itself, so that it can be copied. */
const CONTRACT = 'api.ts';

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const room = (file: string): number => LINE.indexOf(file.split('/')[0] ?? '');
const text = (file: string): string => readFileSync(join(SRC, file), 'utf8');
const imports = (file: string): string[] =>
  [...text(file).matchAll(/from '([^']+)'/g)].map(([, name]) => name ?? '');

test('there are files to look at, each in a room or a composition root', () => {
  expect(files.length).toBeGreaterThan(40);
  expect(files.filter((file) => room(file) === -1 && !ROOTS.has(file))).toEqual([CONTRACT]);
  expect(imports(CONTRACT)).toEqual(['vscode']);
});

test('no room imports from a later one', () => {
  const wrong = files
    .filter((file) => !ROOTS.has(file))
    .flatMap((file) =>
      imports(file)
        .filter((name) => name.startsWith('.'))
        .map((name) => normalize(join(dirname(file), name)))
        .filter(
          (target) =>
            target !== CONTRACT.replace('.ts', '') && (room(target) > room(file) || room(target) === -1),
        )
        .map((target) => `${file} imports ${target}`),
    );
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
