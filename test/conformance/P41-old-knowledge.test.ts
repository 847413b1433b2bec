import { expect, test } from 'vitest';
import { answer, folder, inspected, one, signal, toolUse } from './logs';

// What was read long ago is no longer known: after more than 20 calls an edit is blind again. Changes from outside and
// compactions between read and edit are not seen yet (docs/reading.md).
test('a read counts for 20 calls', () => {
  const calls = (n: number) => Array.from({ length: n }, () => toolUse('Bash', { command: 'make' }));
  const blind = (between: number) => {
    const a = one(
      inspected(
        folder({
          'a.jsonl': [
            answer('a', [
              toolUse('Read', { file_path: '/x' }),
              ...calls(between),
              toolUse('Edit', { file_path: '/x' }),
            ]),
          ],
        }),
      ),
      'a',
    );
    return (signal(a, 'read_edit_ratio').detail['blind_edit_rate'] as { blind: number }).blind;
  };
  expect([blind(19), blind(20)]).toEqual([0, 1]);
});
