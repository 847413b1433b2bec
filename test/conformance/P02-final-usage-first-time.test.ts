import { expect, test } from 'vitest';
import { answer, folder, inspected, one } from '../support/logs';

// Early lines carry a placeholder output count; the largest is final. The first line's time decides the day.
test('usage of the line with the largest output, day of the first line', () => {
  const id = { id: 'msg_0000000001', request: 'req_1' };
  const line = (iso: string, output: number, stop: string | null) =>
    answer('a', `part ${output}`, {
      ...id,
      usage: { input_tokens: 5, output_tokens: output },
      stop,
      more: { timestamp: iso },
    });
  const a = one(
    inspected(
      folder({
        'a.jsonl': [
          line('2026-08-01T23:59:59.000Z', 1, null),
          line('2026-08-02T00:00:03.000Z', 300, 'end_turn'),
          line('2026-08-02T00:00:04.000Z', 2, null),
        ],
      }),
    ),
    'a',
  );
  expect(a.usage).toEqual([
    expect.objectContaining({ day: '2026-08-01', requests: 1, input: 5, output: 300, lowerBound: 0 }),
  ]);
});
