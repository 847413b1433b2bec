import { expect, test } from 'vitest';
import { answer, folder, inspected, one, signal } from './logs';

// A phrase counts as a whole word only. Use and mention are not told apart yet: docs/signals.md names it as a blind
// spot of the signal.
test('parts of words do not count', () => {
  const a = one(
    inspected(folder({ 'a.jsonl': [answer('a', 'factually the preexisting issues are out-of-scope-ish')] })),
    'a',
  );
  expect(signal(a, 'stop_phrase').detail).toMatchObject({ hits: 0, messages: 1 });
  expect(signal(a, 'reasoning_loop').detail).toMatchObject({ matches: 0 });
});
