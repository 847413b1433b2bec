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

test('the file it is saved in says what it is of: kind, days and conditions', async () => {
  const vscode = await import('vscode');
  const asked: unknown[] = [];
  Object.assign(vscode.window, {
    showSaveDialog: async (options: { defaultUri: unknown }) => void asked.push(options.defaultUri),
  });
  Object.assign(vscode.workspace, { workspaceFolders: [{ uri: '/w/app' }] });
  const engine = { call: async () => '<style></style>' } as unknown as Parameters<typeof createReports>[0];
  const requests: Partial<Parameters<ReturnType<typeof createReports>['open']>[0]>[] = [
    { kind: 'overview', from: '2026-08-01', to: '2026-08-31', query: 'project:"/w/my app" cost:>2' },
    { kind: 'session', ids: ['0a834bd6-8056-4600-9d54-261e4d626977'] },
    { kind: 'cohort' },
  ];
  for (const request of requests)
    await createReports(engine).open({ kind: 'overview', ...request, format: 'html' });
  expect(asked).toEqual([
    '/w/app/vigil-overview-2026-08-01-2026-08-31-project-w-my-app-cost-2.html',
    '/w/app/vigil-session-0a834bd6.html',
    '/w/app/vigil-cohort.html',
  ]);
});

test('it ends with the window, whoever holds it', () => {
  const reports = createReports({} as Parameters<typeof createReports>[0]);
  expect(() => reports.dispose()).not.toThrow();
});
