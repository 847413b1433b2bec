import { expect, test } from 'vitest';
import { turnCost } from '../../webview/shared/amounts';
import { costRows, costSummary, courseSummary, soFar } from '../../webview/session/spend';

const turn = (costMicroUsd: number | null, lowerBound = false, asksModel = true) => ({
  tokens: 10,
  costMicroUsd,
  lowerBound,
  costAtLeast: lowerBound,
  asksModel,
  calls: 0,
  errors: 0,
  context: null,
  compacted: false,
  interrupted: false,
  line: 0,
});

test('costs are exact until something before has no price or no final usage', () => {
  const rows = costRows([turn(1_000_000), turn(null), turn(2_000_000), turn(3_000_000, true)]);
  expect(rows.map(turnCost)).toEqual(['$1.00', 'unpriced', '$2.00', '≥ $3.00']);
  expect(rows.map(soFar)).toEqual(['$1.00', '≥ $1.00', '≥ $3.00', '≥ $6.00']);
  expect(courseSummary(rows)).toContain('≥ 40 output tokens');
  expect(courseSummary(rows)).toMatch(/≥ \$6\.00 in all\.$/);
  expect(costSummary(rows)).toBe('≥ $6.00 in 4 turns; 1 turn unpriced.');
});

test('which turn cost most is said where all is logged', () => {
  expect(costSummary(costRows([turn(1_000_000), turn(4_000_000), turn(2_000_000)]))).toContain(
    'most in turn 2 ($4.00)',
  );
});

test('without any price nothing is said to cost anything', () => {
  const rows = costRows([turn(null), turn(null)]);
  expect(rows.map(soFar)).toEqual(['unpriced', 'unpriced']);
  expect(courseSummary(rows)).toMatch(/; unpriced in all\.$/);
  expect(costSummary(rows)).toBe('unpriced in 2 turns.');
  expect(costSummary([])).toBe('No turn yet.');
  expect(costRows([turn(0)]).map(soFar)).toEqual(['$0.00']);
});

test('a turn that asked no model has no cost, as in the story', () => {
  const rows = costRows([turn(1_000_000), turn(0, false, false)]);
  expect(rows.map(turnCost)).toEqual(['$1.00', '–']);
  expect(rows.map(soFar)).toEqual(['$1.00', '$1.00']);
});
