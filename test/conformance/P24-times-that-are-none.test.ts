import { expect, test } from 'vitest';
import { answer, folder, inspected, one, prompt } from '../support/logs';

// A missing, malformed or zone-less time is unknown. It never becomes "now", and the tokens still count.
test.each([[undefined], ['yesterday'], ['2026-08-01T10:00:00'], [''], [1_785_000_000_000]])(
  'timestamp %j',
  (timestamp) => {
    const a = one(
      inspected(
        folder({ 'a.jsonl': [prompt('a', 'x', { timestamp }), answer('a', 'y', { more: { timestamp } })] }),
      ),
      'a',
    );
    expect(a).toMatchObject({
      startedAt: null,
      endedAt: null,
      prompts: 1,
      usage: [{ day: null, requests: 1 }],
    });
  },
);
test('an offset is a zone', () => {
  const a = one(
    inspected(folder({ 'a.jsonl': [prompt('a', 'x', { timestamp: '2026-08-01T10:00:00.000+02:00' })] })),
    'a',
  );
  expect(a.startedAt).toBe('2026-08-01T08:00:00.000Z');
});
