/** What is bundled is named with its licence. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bundledPackages, notices } from '../scripts/notices.mjs';

const root = mkdtempSync(join(tmpdir(), 'vigil-notices-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function put(name: string, about: object, licence?: string): void {
  const folder = join(root, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(about));
  if (licence !== undefined) writeFileSync(join(folder, 'LICENSE.md'), licence);
}

test('packages are those with a file in a bundle, and those copied beside', () => {
  const inputs = {
    'src/cli.ts': {},
    'node_modules/zod/v4/core.js': {},
    'node_modules/@lit/reactive-element/x.js': {},
  };
  expect(bundledPackages([{ inputs }, { inputs: { 'node_modules/zod/index.js': {} } }])).toEqual([
    '@lit/reactive-element',
    '@vscode/codicons',
    'sql.js',
    'zod',
  ]);
});

test('each with its words; one that names no licence is not shipped', () => {
  put('a', { version: '1.0.0', license: 'MIT' }, 'Do as you like.');
  put('@b/c', { version: '2.0.0', license: 'ISC' });
  put('d', { version: '3.0.0' });
  const text = notices(root, ['@b/c', 'a']);
  expect(text).toContain('@b/c 2.0.0, ISC');
  expect(text).toContain('a 1.0.0, MIT\n\nDo as you like.');
  expect(() => notices(root, ['d'])).toThrow('d names no licence.');
});
