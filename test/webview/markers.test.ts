import { expect, test } from 'vitest';
import { rowsFor } from '../../webview/shared/markers';

test('labels of markers: in the top row where there is room, else below, else not at all', () => {
  const spans = [
    { from: 0, to: 50 },
    { from: 40, to: 90 },
    { from: 45, to: 95 },
    // Out of sight.
    null,
    { from: 51, to: 101 },
    { from: 92, to: 142 },
    // Labels that touch would read as one.
    { from: 101, to: 140 },
  ];
  expect(rowsFor(spans, 2)).toEqual([0, 1, null, null, 0, 1, null]);
  expect(rowsFor([], 2)).toEqual([]);
});
