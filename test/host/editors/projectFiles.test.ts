import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileInside, liesIn, projectFolders } from '../../../src/host/editors/projectFiles';
import { tempFolder } from '../../support/tempFolder';

const folder = realpathSync(tempFolder());

test('folders that can be a project: no root, no home or above, not relative, not on another machine', () => {
  const all = [
    '/',
    '/home',
    '/home/ada',
    '/home/ada/',
    '/home/ada/api',
    '/w/..api',
    '',
    '.',
    '//host/share',
    null,
  ];
  expect(projectFolders(all, '/home/ada')).toEqual(['/home/ada/api', '/w/..api']);
});

test.each([
  ['/w', '/w/a.ts', true],
  ['/w', '/w/..foo/a.ts', true],
  ['/w', '/w', false],
  ['/w', '/w2/a.ts', false],
  ['/w', '/w/../etc/passwd', false],
  ['/w/api', '/w', false],
])('%s, %s', (outer, path, below) => {
  expect(liesIn(path, outer)).toBe(below);
});

test('a link out of the project gives null, one within it the real file', async () => {
  const project = join(folder, 'project');
  mkdirSync(join(project, 'src'), { recursive: true });
  writeFileSync(join(folder, 'secret'), 'x');
  writeFileSync(join(project, 'src', 'a.ts'), 'x');
  symlinkSync(join(folder, 'secret'), join(project, 'out.ts'));
  symlinkSync(join(project, 'src'), join(project, 'in'));
  symlinkSync(project, join(folder, 'again'));
  const open = (path: string) => fileInside(path, [join(folder, 'again'), join(folder, 'nowhere')]);
  expect(await open(join(project, 'src', 'a.ts'))).toBe(join(project, 'src', 'a.ts'));
  expect(await open(join(project, 'in', 'a.ts'))).toBe(join(project, 'src', 'a.ts'));
  expect(await open(join(project, 'out.ts'))).toBeNull();
  expect(await open(join(folder, 'secret'))).toBeNull();
  expect(await open(join(project, 'missing.ts'))).toBeNull();
  expect(await open('src/a.ts')).toBeNull();
});
