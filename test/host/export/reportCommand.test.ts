import { expect, onTestFinished, test, vi } from 'vitest';
import { window } from '../editor';

vi.mock('vscode', () => import('../editor'));
const { generateReport } = await import('../../../src/host/export/reportCommand');

// New York puts its clocks back on 2026-11-01. On the 4th at 23:30, six times 24 hours earlier is the 30th of October at 00:30:
// a day short of the seven that begin on the 29th.
test.each([
  ['7d', '2026-10-29', '2026-11-04'],
  ['yesterday', '2026-11-03', '2026-11-03'],
  ['today', '2026-11-04', '2026-11-04'],
])('a report of %s has days of the calendar', async (range, from, to) => {
  const chosen = ['overview', range, 'json'];
  Object.assign(window, {
    showQuickPick: async (items: { value: string }[]) =>
      items.find(({ value }) => value === chosen[0]) && { value: chosen.shift() },
  });
  onTestFinished(() => void Reflect.deleteProperty(window, 'showQuickPick'));
  const open = vi.fn<(args: object) => Promise<void>>();
  await generateReport({
    reports: { open } as never,
    memory: { get: () => undefined, update: async () => undefined } as never,
    now: () => Date.parse('2026-11-05T04:30:00Z'),
    timeZone: () => 'America/New_York',
    askSession: async () => undefined,
  });
  expect(open.mock.calls[0]?.[0]).toMatchObject({ from, to });
});
