import { expect, test } from 'vitest';
import { trendFigures } from '../../src/questions/shared/dashboard/trendFigures';
import { headOf, kindOf, metricTitle, value } from '../../webview/shared/metric';
import { table } from '../../webview/shared/parts';
import { written } from './written';

test('each figure of the trends stands under one heading, and no two are called the same', () => {
  const words = trendFigures().map((figure) => figure.words);
  const byKind = Map.groupBy(words, kindOf);
  const names = (kind: ReturnType<typeof kindOf>) => (byKind.get(kind) ?? []).map(({ name }) => name);
  expect(names('money')).toEqual([
    'tokens',
    'output_tokens',
    'output_per_prompt',
    'cost',
    'cost_per_prompt',
    'cache_hit_share',
    'total_cost',
    'total_tokens',
    'total_output',
  ]);
  expect(names('work')).toContain('prompts');
  expect(names('quality')).toContain('read_edit_ratio');
  expect(names('experimental')).toContain('user_corrections');
  expect(new Set(words.map(({ title }) => title)).size).toBe(words.length);
});

test('counts have separators of thousands', () => {
  const columns = [{ name: 'Tool' }, { name: 'Calls', number: true }];
  expect(written(table('tools', columns, [['Read', 5_932]], ''))).toMatch(
    /<table aria-labelledby="tools">[^]*<td class="number">5,932<\/td>/,
  );
  expect([
    value(5_932.4, { unit: 'number' }),
    value(2_177.25, { unit: 'minutes' }),
    value(-0.4, { unit: 'number' }),
    value(1e21, { unit: 'number' }),
  ]).toEqual(['5,932', '2,177.3 min', '−0.40', '1,000,000,000,000,000,000,000']);
});

test('a figure never stands without what it is counted by', () => {
  const words = trendFigures().map((figure) => figure.words);
  const heads = (...names: string[]) => words.filter(({ name }) => names.includes(name)).map(headOf);
  expect(heads('interrupt_rate', 'reasoning_loop', 'read_edit_ratio', 'cost')).toEqual([
    'Read before edit (reads per edit)',
    'Went back on itself (per 1,000 tool calls)',
    'You interrupted (per 1,000 tool calls)',
    'Cost',
  ]);
  const interrupts = words.find(({ name }) => name === 'interrupt_rate')!;
  expect(metricTitle(interrupts)).toBe('You interrupted (per 1,000 tool calls)');
  const understood = words.find(({ name }) => name === 'parse_health')!;
  expect([value(1, understood), value(0.034, understood)]).toEqual(['100 %', '3.4 %']);
});
