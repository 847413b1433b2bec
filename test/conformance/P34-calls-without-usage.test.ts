import { expect, test } from 'vitest';
import { answer, folder, inspected, one, result, toolUse } from '../support/logs';

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

test('nor are the calls behind a search or a page; only the searches are in a result (P28)', () => {
  const lines = ['WebSearch', 'WebFetch'].flatMap((tool) => [
    answer('a', [toolUse(tool, { query: 'x' }, `toolu_${tool}`)], { stop: 'tool_use' }),
    result('a', `toolu_${tool}`, 'Found', { toolUseResult: { query: 'x', results: [], searchCount: 1 } }),
  ]);
  expect(one(inspected(folder({ 'a.jsonl': lines })), 'a').usage).toMatchObject([
    { requests: 2, input: 200, webSearches: 1, lowerBound: 0 },
  ]);
});
