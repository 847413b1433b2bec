import { expect, test } from 'vitest';
import { goesOn, stackOf } from '../../webview/shared/labels';

test('a part of a chart is the same part while labels stay or go on', () => {
  expect(goesOn(['1', '2'], ['1', '2'])).toBe(true);
  expect(goesOn(['1', '2'], ['1', '2', '3'])).toBe(true);
  expect(goesOn([], ['1'])).toBe(true);
  // Ninety days, then the last seven; the next day, of as many days.
  expect(goesOn(['1', '2', '3'], ['2', '3'])).toBe(false);
  expect(goesOn(['1', '2'], ['1'])).toBe(false);
  expect(goesOn(['1', '2'], ['2', '3'])).toBe(false);
});

test('only bars stand on each other, and only where they are parts of a whole', () => {
  expect(stackOf({ kind: 'bar' }, false)).toEqual({ stack: 'left' });
  expect(stackOf({ kind: 'bar', axis: 'right' }, false)).toEqual({ stack: 'right' });
  for (const kind of ['line', 'point', 'band'] as const) expect(stackOf({ kind }, false)).toEqual({});
  expect(stackOf({ kind: 'bar' }, true)).toEqual({});
});
