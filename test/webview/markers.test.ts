import { expect, test } from 'vitest';
import { endAbove, rowsFor } from '../../webview/shared/markers';

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

test.each([1, 2, 3, 40])(
  'above the largest value there is room for the rows of %i labels, of 16 pixels',
  (markers) => {
    // Of 320 pixels a wrapped legend, the days and a title leave so many.
    const plot = 210;
    const end = endAbove({ min: 2, max: 8 }, markers, 320);
    expect(((end - 8) / end) * plot).toBeCloseTo(16 * Math.min(markers, 3));
    expect(endAbove({ min: 0, max: 0 }, markers, 320)).toBe(0);
  },
);
