/** The item in the status bar: what settings change of it. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { seen, workspace } from '../editor';
import { found, live } from '../rig';

vi.mock('vscode', () => import('../editor'));
const { createStatusBar } = await import('../../../src/host/statusBar/statusBar');
type Settings = Parameters<typeof createStatusBar>[0]['settings'];

const settings = (statusBar: Partial<Settings['statusBar']> = {}): Settings =>
  ({
    plan: 'api',
    context: { warnAt: 0.9 },
    alerts: { measures: false, muted: [], mutedIn: {} },
    statusBar: { enabled: true, errorBackground: true, show: ['context'], ...statusBar },
  }) as unknown as Settings;

/** The item while a session has tests that fail. */
function shown() {
  workspace.workspaceFolders = [{ uri: { scheme: 'file', fsPath: '/home/ada/app' } }];
  let now = 0;
  const bar = createStatusBar({
    words: [],
    ignoreCase: false,
    now: () => now,
    timeFormat: () => ({ locale: 'en', timeZone: 'UTC' }),
    settings: settings(),
  });
  onTestFinished(() => {
    bar.dispose();
    workspace.workspaceFolders = undefined;
  });
  bar.setLive({ sessions: [{ ...live({ severity: 'warn' }), findings: [found()] }], spend: null });
  return { bar, item: seen.statusBarItem, pass: (ms: number) => (now += ms) };
}

test('a finding colours it, and a click leads to its session', () => {
  const { item } = shown();
  expect([item.isShown, item.text, String(item.backgroundColor)]).toEqual([
    true,
    '$(warning) Failing tests not mentioned',
    'statusBarItem.warningBackground',
  ]);
  expect(item.command).toMatchObject({ command: 'vigil.openSession', arguments: ['s1'] });
});

test('money and the archive lead to the dashboard, whatever session is live', () => {
  const { bar, item } = shown();
  bar.setLive({ sessions: [live({})], spend: null });
  bar.setKeeping('The disk is full.');
  expect(item.command).toMatchObject({ command: 'vigil.openDashboard', arguments: ['health'] });
  bar.setKeeping(null);
  expect(item.command).toMatchObject({ command: 'vigil.openSession', arguments: ['s1'] });
});

test('without colours it says the same; turned off it goes; both at once', () => {
  const { bar, item } = shown();
  const { text } = item;
  bar.configure(settings({ errorBackground: false }));
  expect([item.isShown, item.text, item.backgroundColor]).toEqual([true, text, undefined]);
  bar.configure(settings({ enabled: false }));
  expect(item.isShown).toBe(false);
});
