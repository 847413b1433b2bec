/** What earlier versions kept of dismissed alerts. */
import { expect, test } from 'vitest';
import { dismissedBefore } from '../../../src/host/alerts/dismissals';

test('ids, with or without the day their alert was last there; what is neither is dropped', () => {
  const kept = ['a x warn', { id: 'b x critical', seen: 12 }, 7, null, { seen: 12 }, ['c']];
  expect(dismissedBefore(kept)).toEqual(['a x warn', 'b x critical']);
  for (const nothing of [undefined, null, 'a x warn', { id: 'a' }, 3])
    expect(dismissedBefore(nothing)).toEqual([]);
});
