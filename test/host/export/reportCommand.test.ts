import { expect, onTestFinished, test, vi } from 'vitest';
import { window } from '../editor';

vi.mock('vscode', () => import('../editor'));
const { generateReport } = await import('../../../src/host/export/reportCommand');

// New York puts its clocks back on 2026-11-01. On the 4th at 23:30, six times 24 hours earlier is the 30th of October at 00:30:
// a day short of the seven that begin on the 29th.
test('a report of the last 7 days has seven days of the calendar', async () => {
  const chosen = ['overview', '7d', 'json'];
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
  expect(open.mock.calls[0]?.[0]).toMatchObject({ from: '2026-10-29', to: '2026-11-04' });
});
