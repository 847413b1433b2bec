import { expect, test } from 'vitest';
import { answer, folder, inspected, one } from '../support/logs';

// Titles, recaps and compactions are billed and leave no usage: they are not guessed into requests. docs/usage.md
// says that real cost is higher.
test('titles and recaps are no requests', () => {
  const inspection = inspected(
    folder({
      'a.jsonl': [
        answer('a', 'x'),
        { type: 'ai-title', aiTitle: 'A title', sessionId: 'a' },
        {
          type: 'system',
          subtype: 'away_summary',
          content: 'You were away',
          sessionId: 'a',
          timestamp: '2026-08-01T10:00:00.000Z',
        },
      ],
    }),
  );
  expect(one(inspection, 'a')).toMatchObject({ title: 'A title', usage: [{ requests: 1 }] });
});
