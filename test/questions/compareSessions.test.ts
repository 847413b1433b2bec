/** Two sessions side by side, with values computed by hand. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Diff, compareSessions } from '../../src/questions/compareSessions';
import type { SessionFigures } from '../../src/store/figures';
import { answer, minute, prompt, put, result, toolUse } from '../support/logs';
import { openWindow } from '../engine/rig';
import { figures, usage } from '../store/makers';
import { tempFolder } from '../support/tempFolder';

const diff = (...of: SessionFigures[]) => {
  const found = Diff.parse(
    compareSessions('a', 'b', { figures: of, session: () => null, rules: { measures: false } as never }),
  );
  return {
    ...found,
    metric: (name: string) => {
      const { a, b, delta, lowerBound, unpriced } = found.metrics.find((one) => one.name === name)!;
      return { a, b, delta, lowerBound, unpriced };
    },
  };
};
const odd = usage({ model: 'odd', costMicroUsd: null });

test('a missing price or final usage makes the value of that side a lower bound', () => {
  const found = diff(
    figures('a', { usage: [usage({ costMicroUsd: 500 })] }),
    figures('a/x', { usage: [odd] }),
    figures('b', { usage: [usage({ costMicroUsd: 300, lowerBound: 1 })] }),
  );
  expect(found.metric('cost')).toEqual({
    a: 500,
    b: 300,
    delta: -200,
    lowerBound: [true, true],
    unpriced: [false, false],
  });
  // 10 + 20, and the same for the sub-agent.
  expect(found.metric('tokens')).toMatchObject({ a: 60, b: 30, lowerBound: [false, true] });
  expect(found.metric('tool_calls').lowerBound).toEqual([false, false]);
  expect(found.models).toEqual([
    { name: 'claude-sonnet-4-5', a: 500, b: 300, lowerBound: [false, true] },
    { name: 'odd', a: null, b: undefined, lowerBound: [false, false] },
  ]);
});

test('a cost without any price is unpriced, also if both sides are', () => {
  const [a, b] = [figures('a', { usage: [odd] }), figures('b', { prompts: 0 })];
  const nothing = { lowerBound: [false, false], delta: null };
  expect(diff(a, b).metric('cost')).toEqual({ ...nothing, a: null, b: 330, unpriced: [true, false] });
  // B has a price, but no prompt.
  expect(diff(a, b).metric('cost_per_prompt')).toEqual({
    ...nothing,
    a: null,
    b: null,
    unpriced: [true, false],
  });
  const neither = diff(a, figures('b', { usage: [odd] }));
  expect(neither.metric('cost').unpriced).toEqual([true, true]);
  expect(neither.metrics.map(({ name }) => name)).toContain('cost_per_prompt');
});

test('a signal with too little data is not judged, whatever its severity', () => {
  const reading = (measure: number | null, severity: 'ok' | 'warn') => ({
    name: 'stop_phrase',
    value: 1,
    measure,
    ceiling: 'critical' as const,
    severity,
    label: '',
    detail: {},
    evidence: [],
  });
  const judged = (one: ReturnType<typeof reading>) =>
    diff(figures('a', { signals: [one] }), figures('b')).sides[0]!.signals.map((said) => said.judged);
  expect(judged(reading(null, 'ok'))).toEqual([false]);
  expect(judged(reading(0.1, 'ok'))).toEqual([true]);
  expect(judged(reading(3, 'warn'))).toEqual([true]);
});

const NOW = Date.parse(minute(30));

async function opened(logs: Record<string, unknown[]>) {
  const folder = tempFolder();
  for (const [name, lines] of Object.entries(logs))
    put(join(folder, '.claude', 'projects', '-w-app', name), lines as never);
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  return window.engine;
}

test('two sessions side by side; null if one is unknown', async () => {
  const work = (id: string, n: number) => [
    prompt(id, 'go'),
    ...Array.from({ length: n }, (_, i) => [
      answer(id, [toolUse('Read', { file_path: `/w/app/${i}.ts` }, `${id}${i}`)], {
        id: `m${id}${i}`,
        request: `r${id}${i}`,
      }),
      result(id, `${id}${i}`, 'ok'),
    ]).flat(),
  ];
  const engine = await opened({ 'a.jsonl': work('a', 2), 'b.jsonl': work('b', 3) });
  const compared = await engine.call('compareSessions', { a: 'a', b: 'b' });
  expect(compared?.sides.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(compared?.prompts.map((own) => own.map(({ turn, text }) => [turn, text]))).toEqual([
    [[0, 'go']],
    [[0, 'go']],
  ]);
  expect(compared?.metrics.find(({ name }) => name === 'tool_calls')).toMatchObject({ a: 2, b: 3, delta: 1 });
  expect(compared?.tools).toMatchObject([{ name: 'Read', a: { calls: 2 }, b: { calls: 3 } }]);
  expect(compared?.files.map(({ a, b }) => [a?.reads ?? 0, b?.reads ?? 0])).toEqual([
    [1, 1],
    [1, 1],
    [0, 1],
  ]);
  expect(await engine.call('compareSessions', { a: 'a', b: 'nobody' })).toBeNull();
});
