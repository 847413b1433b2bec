/** A report that is shown is one set of figures: what is saved and copied of it is what is on the screen. */
import { expect, test, vi } from 'vitest';
import { seen } from '../editor';

vi.mock('vscode', () => import('../editor'));
const { createReports } = await import('../../../src/host/export/reports');

test('what is copied of a preview are the figures that are shown', async () => {
  let cost = 1;
  const engine = {
    call: async (_: string, { format }: { format: string }) =>
      format === 'html' ? `<style></style>Cost ${cost}` : `Cost ${cost}`,
  } as unknown as Parameters<typeof createReports>[0];
  const reports = createReports(engine);
  await reports.open({ kind: 'overview', format: 'markdown' });
  cost = 2;
  await reports.copy();
  expect(seen.page).toMatch(/Cost 1$/);
  expect(seen.clipboard).toBe('Cost 1');
});

test('it ends with the window, whoever holds it', () => {
  const reports = createReports({} as Parameters<typeof createReports>[0]);
  expect(() => reports.dispose()).not.toThrow();
});
