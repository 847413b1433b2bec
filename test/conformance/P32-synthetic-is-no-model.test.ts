import { expect, test } from 'vitest';
import { answer, folder, inspected, one } from '../support/logs';

// <synthetic> lines (API errors, "No response requested.") are neither model nor request.
test('a synthetic line is no request', () => {
  const inspection = inspected(
    folder({
      'a.jsonl': [
        answer('a', 'x'),
        answer('a', 'API Error', { model: '<synthetic>', more: { isApiErrorMessage: true } }),
      ],
    }),
  );
  expect(one(inspection, 'a')).toMatchObject({
    messages: 1,
    usage: [{ model: 'claude-opus-4-6', requests: 1 }],
  });
});
