/** What a person does with alerts by commands. */
import { expect, onTestFinished, test, vi } from 'vitest';
import * as editor from '../editor';
import { Settings } from '../../../src/settings/settings';
import { seen } from '../editor';

vi.mock('vscode', () => import('../editor'));
const { alertCommands } = await import('../../../src/host/alerts/alertCommands');
const { createAlertsView } = await import('../../../src/host/alerts/alertsView');
type Parts = Parameters<typeof alertCommands>;

test('an alert opens the transcript at its step; its line is second, of an alert or of a finding in Live', async () => {
  const alert = { id: 'a', kind: 'finding', session: 's', line: { at: 70, file: 1 } };
  const view = { shown: () => [alert] };
  const commands = alertCommands(...([{}, view, () => ({}), () => 0] as unknown as Parts));
  await commands['vigil.nextAlert']();
  expect(seen.commands.at(-1)).toEqual(['vigil.openTranscript', 's', 70, 1]);
  await commands['vigil.openAlertLine'](alert);
  expect(seen.commands.at(-1)).toEqual(['vigil.openLog', 's', 70, 1]);
  const before = seen.commands.length;
  for (const without of [undefined, { ...alert, line: null }, { ...alert, session: null }])
    await commands['vigil.openAlertLine'](without);
  expect(seen.commands.length).toBe(before);
});

test('a log that is not understood has no step in the transcript: its line is opened', async () => {
  const view = { shown: () => [{ id: 'a', kind: 'log', session: 's', line: { at: 70, file: 0 } }] };
  await alertCommands(...([{}, view, () => ({}), () => 0] as unknown as Parts))['vigil.nextAlert']();
  expect(seen.commands.at(-1)).toEqual(['vigil.openLog', 's', 70, 0]);
});

test('Next Alert goes through all that are shown, and begins again', async () => {
  let ids = ['a', 'b', 'c'];
  const view = { shown: () => ids.map((id) => ({ id, session: id, line: null })) };
  const { 'vigil.nextAlert': next } = alertCommands(...([{}, view, () => ({}), () => 0] as unknown as Parts));
  const opened = async (): Promise<unknown> => {
    await next();
    return seen.commands.at(-1);
  };
  for (const id of ['a', 'b', 'c', 'a']) expect(await opened()).toEqual(['vigil.openSession', id]);
  // The one that was shown last is gone.
  ids = ['b', 'c'];
  expect(await opened()).toEqual(['vigil.openSession', 'b']);
});

test('what a view that nobody looks at would show is asked for', async () => {
  const alert = { id: 'a', kind: 'finding', state: 'seen', session: 's', project: '/app', line: null };
  Object.assign(editor.window, {
    createTreeView: () => ({ visible: false, onDidChangeVisibility: () => ({ dispose() {} }), dispose() {} }),
  });
  const view = createAlertsView({
    engine: { call: async () => [alert], onNotice: () => ({ dispose() {} }) } as never,
    inbox: {} as never,
    ignoreCase: false,
    timeFormat: () => ({}) as never,
    now: () => 0,
    onError: (error) => expect.fail(String(error)),
  });
  onTestFinished(() => view.dispose());
  expect(await view.shown()).toEqual([alert]);
});

test('a mute is undone alone: what was muted after it stays', async () => {
  const set = new Map<string, unknown>();
  const answers: ((button: string | undefined) => void)[] = [];
  Object.assign(editor.workspace, {
    getConfiguration: () => ({
      get: (key: string, none: unknown) => set.get(key) ?? none,
      inspect: (key: string) => ({ globalValue: set.get(key) }),
      update: async (key: string, value: unknown) => void set.set(key, value),
    }),
  });
  Object.assign(editor.window, {
    showQuickPick: async (items: { label: string }[]) => items.find(({ label }) => label.endsWith(' in app')),
    showInformationMessage: async () => new Promise((resolve) => answers.push(resolve)),
  });
  const settings = () => Settings.parse({ alerts: { mutedIn: set.get('alerts.mutedIn') } });
  const { 'vigil.notAProblem': notAProblem } = alertCommands(
    ...([{}, { shown: () => [] }, settings, () => 0] as unknown as Parts),
  );
  const alert = { kind: 'finding', detail: '', session: 's', project: '/w/app', line: null, sentence: '' };
  const muted = async (detector: string): Promise<void> => {
    void notAProblem({ ...alert, id: detector, detector } as never);
    await vi.waitFor(() => expect(set.get('alerts.mutedIn')).toHaveProperty(detector));
  };
  await muted('stuck');
  await muted('refused');
  const both = { stuck: ['/w/app'], refused: ['/w/app'] };
  answers[0]?.('Undo');
  await vi.waitFor(() =>
    expect(seen.commands.at(-1)).toEqual(['workbench.action.openSettings', 'vigil.alerts.mutedIn']),
  );
  expect(set.get('alerts.mutedIn')).toEqual(both);
  answers[1]?.('Undo');
  await vi.waitFor(() => expect(set.get('alerts.mutedIn')).toEqual({ stuck: ['/w/app'] }));
});
