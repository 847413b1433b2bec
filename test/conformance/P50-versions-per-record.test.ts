import { expect, test } from 'vitest';
import { folder, inspected, one, prompt } from '../support/logs';

// The version stands on each record; two installations may take turns in one session.
test('all versions of a session are listed', () => {
  const a = one(
    inspected(
      folder({ 'a.jsonl': ['2.1.9', '2.1.237', '2.1.9'].map((version) => prompt('a', 'x', { version })) }),
    ),
    'a',
  );
  expect(a.claudeVersions).toEqual(['2.1.9', '2.1.237']);
});
