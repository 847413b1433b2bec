import { expect, test } from 'vitest';
import { goesOn, ofFew, stackOf, tickTexts } from '../../webview/shared/labels';

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

test('figures along an axis have decimals where one of them needs them', () => {
  expect(tickTexts(['0', '50.0M', '100M'])).toEqual(['0', '50M', '100M']);
  expect(tickTexts(['0 %', '5.0 %', '10 %'])).toEqual(['0 %', '5 %', '10 %']);
  expect(tickTexts(['0', '5,00K', '10,0K'])).toEqual(['0', '5K', '10K']);
  expect(tickTexts(['$0.00', '$0.50', '$1.00'])).toEqual(['$0.00', '$0.50', '$1.00']);
  expect(tickTexts(['0', '1.50M', '3.00M'])).toEqual(['0', '1.50M', '3.00M']);
  // Thousands are no decimals.
  expect(tickTexts(['0', '500', '1,000', '1.000'])).toEqual(['0', '500', '1,000', '1.000']);
});

test('a line over days without a value goes on from the last one, and is dashed where that is of few', () => {
  expect(ofFew([1, null, null, 2, null], [true, false, false, false, false])).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  expect(ofFew([null, 1], [false, true])).toEqual([false, true]);
});
