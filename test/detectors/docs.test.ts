import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('docs/detectors.md says of the detectors what the registry says', () => {
  const script = join(import.meta.dirname, '../../scripts/make/detectors-docs.mjs');
  expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
});
