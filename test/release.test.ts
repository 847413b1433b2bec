/** What keeps a version from being published. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { obstacles } from '../scripts/release/release.mjs';

const manifest = {
  version: '1.2.3',
  license: 'Apache-2.0',
  repository: { url: 'https://example.org/me/vigil.git' },
};
const changelog = '# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-12-01\n';

test.each([
  ['nothing', {}, changelog, []],
  [
    'a repository that was never filled in',
    { repository: { url: 'https://example.invalid/v.git' } },
    changelog,
    [/example\.invalid/],
  ],
  ['no repository', { repository: {} }, changelog, [/repository\.url is empty/]],
  ['private', { private: true }, changelog, [/private/]],
  ['no licence', { license: undefined }, changelog, [/licence/]],
  ['no section in the changelog', { version: '1.2.4' }, changelog, [/no section 1\.2\.4/]],
])('%s', (_, part, log, expected) => {
  const found = obstacles({ ...manifest, ...part }, log);
  expect(found).toEqual(expected.map((words) => expect.stringMatching(words) as string));
});

test('Vigil’s own manifest lacks only the address of its repository', () => {
  const read = (name: string) => readFileSync(join(import.meta.dirname, '..', name), 'utf8');
  const own = JSON.parse(read('package.json')) as typeof manifest;
  const found = obstacles(own, `## [${own.version}]`);
  expect(found.filter((words) => !words.includes('repository.url'))).toEqual([]);
});
