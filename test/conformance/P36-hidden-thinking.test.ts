import { expect, test } from 'vitest';
import { answer, folder, inspected, one, signal } from '../support/logs';

// Empty text with a signature is hidden, not visible: from Opus 4.6 on that is the default and says nothing of depth.
test('a signature without text is hidden; no blocks give no value', () => {
  const thinking = (text: string) => [{ type: 'thinking', thinking: text, signature: 'abcd' }];
  const a = one(
    inspected(
      folder({
        'a.jsonl': [
          answer('a', thinking('')),
          answer('a', thinking('hmm')),
          answer('a', [{ type: 'redacted_thinking', data: 'x' }]),
        ],
      }),
    ),
    'a',
  );
  expect(signal(a, 'thinking')).toMatchObject({
    value: 1 / 3,
    severity: 'ok',
    detail: { visible_blocks: 1, hidden_blocks: 2, visible_chars_median: 3, signature_chars_median: 4 },
  });
  const none = one(inspected(folder({ 'b.jsonl': [answer('b', 'x')] })), 'b');
  expect(signal(none, 'thinking').value).toBeNull();
});
