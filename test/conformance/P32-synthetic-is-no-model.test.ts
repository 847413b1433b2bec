import { expect, test } from 'vitest';
import { answer, folder, inspected, one, prompt } from '../support/logs';

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

test('an error of the service that names the model which was asked is no request either', () => {
  const error = answer('a', 'API Error: 500 Internal server error', {
    usage: { input_tokens: 0, output_tokens: 0 },
    more: { isApiErrorMessage: true },
  });
  const a = one(inspected(folder({ 'a.jsonl': [prompt('a', 'go'), error] })), 'a');
  expect(a).toMatchObject({ messages: 0, usage: [] });
  // What was used before the service failed counts.
  const used = answer('a', 'API Error', { more: { isApiErrorMessage: true } });
  expect(one(inspected(folder({ 'a.jsonl': [prompt('a', 'go'), used] })), 'a').messages).toBe(1);
});
