import { expect, test } from 'vitest';
import { trendFigures } from '../../src/questions/shared/trendFigures';
import { kindOf } from '../../webview/shared/metric';

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
