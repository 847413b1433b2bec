import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DETECTORS } from '../../src/settings/names';

test('docs/detectors.md says of the detectors what the registry says', () => {
  const script = join(import.meta.dirname, '../../scripts/make/detectors-docs.mjs');
  expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
});

test.each(['', '.de', '.ja', '.zh-cn'])(
  'the setting names every detector (package.nls%s.json)',
  (language) => {
    const file = join(import.meta.dirname, `../../package.nls${language}.json`);
    const { 'config.detectors': text = '' } = JSON.parse(readFileSync(file, 'utf8')) as Record<
      string,
      string
    >;
    expect(DETECTORS.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  },
);
