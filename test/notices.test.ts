/** What is bundled is named with its licence. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundledPackages, notices } from '../scripts/release/notices.mjs';
import { billOfMaterials } from '../scripts/release/sbom.mjs';
import { tempFolder } from './support/tempFolder';

const root = tempFolder();

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
    // Where node_modules is a link, paths lead there.
    '../../elsewhere/node_modules/@lit/reactive-element/x.js': {},
    'node_modules/@lit/reactive-element/node_modules/inner/x.js': {},
  };
  expect(bundledPackages([{ inputs }, { inputs: { 'node_modules/zod/index.js': {} } }])).toEqual([
    'node_modules/@lit/reactive-element',
    'node_modules/@lit/reactive-element/node_modules/inner',
    'node_modules/@vscode/codicons',
    'node_modules/sql.js',
    'node_modules/zod',
  ]);
});

test('each with its words; one that names no licence is not shipped', () => {
  put('a', { version: '1.0.0', license: 'MIT' }, 'Do as you like.');
  put('@b/c', { version: '2.0.0', license: 'ISC' });
  put('d', { version: '3.0.0' });
  const text = notices(root, ['node_modules/@b/c', 'node_modules/a']);
  expect(text).toContain('@b/c 2.0.0, ISC');
  expect(text).toContain('a 1.0.0, MIT\n\nDo as you like.');
  expect(() => notices(root, ['node_modules/d'])).toThrow('d names no licence.');
});

test('the bill of materials names what is bundled as the lock file has it, and refuses what that has not', () => {
  const lock = {
    packages: {
      'node_modules/a': { version: '1.0.0', license: 'MIT', integrity: 'sha512-AAEC/w==' },
      'node_modules/a/node_modules/@b/c': {
        version: '2.0.0',
        license: '(MIT OR Apache-2.0)',
        integrity: 'sha512-AA==',
      },
      'node_modules/e': { version: '4.0.0', integrity: 'sha512-AA==' },
      'node_modules/unused': { version: '9.0.0', license: 'MIT', integrity: 'sha512-AA==' },
    },
  };
  const about = { name: 'vigil', version: '0.1.0', license: 'Apache-2.0' };
  const bill = billOfMaterials(about, lock, ['node_modules/a', 'node_modules/a/node_modules/@b/c']);
  expect(bill).toMatchObject({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: {
      component: { name: 'vigil', version: '0.1.0', licenses: [{ license: { id: 'Apache-2.0' } }] },
    },
  });
  expect(bill.components).toEqual([
    {
      type: 'library',
      'bom-ref': 'pkg:npm/a@1.0.0',
      name: 'a',
      version: '1.0.0',
      purl: 'pkg:npm/a@1.0.0',
      licenses: [{ license: { id: 'MIT' } }],
      hashes: [{ alg: 'SHA-512', content: '000102ff' }],
    },
    expect.objectContaining({
      name: '@b/c',
      purl: 'pkg:npm/%40b/c@2.0.0',
      licenses: [{ expression: '(MIT OR Apache-2.0)' }],
    }),
  ]);
  expect(() => billOfMaterials(about, lock, ['node_modules/x'])).toThrow(
    'node_modules/x is not in the lock file',
  );
  expect(() => billOfMaterials(about, lock, ['node_modules/e'])).toThrow('node_modules/e names no licence');
});
