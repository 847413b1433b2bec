import { expect, test, vi } from 'vitest';
import { drawSeries } from '../../webview/shared/charts';

const seen = vi.hoisted((): string[] => []);
vi.mock('../../webview/shared/canvas', () => ({
  canvas: {
    drawSeries(id: string) {
      if (id === 'broken') throw new Error('broken');
      seen.push(id);
    },
  },
}));

test('a chart that cannot be drawn keeps no other from being drawn, and is told', async () => {
  const told = vi.fn<(error: unknown) => void>();
  vi.stubGlobal('reportError', told);
  const chart = { labels: [], series: [], left: { title: '', format: String } };
  for (const id of ['broken', 'first', 'second']) drawSeries(id, chart);
  await vi.waitFor(() => expect(seen).toEqual(['first', 'second']));
  for (const id of ['broken', 'third']) drawSeries(id, chart);
  expect(seen).toEqual(['first', 'second', 'third']);
  expect(told.mock.calls).toEqual([[new Error('broken')], [new Error('broken')]]);
});
