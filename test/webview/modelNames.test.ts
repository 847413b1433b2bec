import { expect, test } from 'vitest';
import { PageState, sessionTab } from '../../src/pages/session/state';
import { modelName, namesOfModels } from '../../src/session/modelName';
import { modelsOf } from '../../webview/shared/modelNames';

test.each([
  ['claude-opus-4-5-20251101', 'Opus 4.5'],
  ['claude-sonnet-4-20250514', 'Sonnet 4'],
  ['claude-opus-5[1m]', 'Opus 5 1M'],
  ['claude-sonnet-4-5[1m]', 'Sonnet 4.5 1M'],
  ['us.anthropic/claude-haiku-4-5-20251001-v1:0', 'Haiku 4.5'],
  ['claude-3-5-haiku-20241022', 'Haiku 3.5'],
  ['gpt-9', 'gpt-9'],
  ['glm-4.6', 'glm-4.6'],
  ['', ''],
])('%s is %s', (model, name) => {
  expect(modelName(model)).toBe(name);
});

test('models that would be called the same are told apart by their ids', () => {
  const models = ['claude-sonnet-4-20250514', 'claude-opus-5', 'claude-sonnet-4', 'glm-4.6', ''];
  expect([...namesOfModels(models).values()]).toEqual([
    'claude-sonnet-4-20250514',
    'Opus 5',
    'claude-sonnet-4',
    'glm-4.6',
    '',
  ]);
});

test('models that wrote most come first; one that is none is left out', () => {
  expect(
    modelsOf([
      { model: 'claude-haiku-4-5', output: 1 },
      { model: '<synthetic>', output: 9 },
      { model: 'claude-opus-4-5', output: 5 },
      { model: 'claude-opus-4-5-20251101', output: 2 },
    ]),
  ).toEqual(['Opus 4.5', 'Haiku 4.5']);
});

test('pages and addresses of before lead to where their tab is now', () => {
  const kept = ['signals', 'timeline', 'files', 'subAgents', 'cost', 'nowhere', 'toString'];
  expect(kept.map((tab) => PageState.parse({ id: 'a', tab }).tab)).toEqual([
    'details',
    'details',
    'details',
    'agents',
    'cost',
    'nowhere',
    'toString',
  ]);
  expect([PageState.parse({ id: 'a' }).tab, sessionTab('toString')]).toEqual(['story', undefined]);
});
