/** What a person does with alerts by commands. */
import { expect, test, vi } from 'vitest';
import { seen } from '../editor';

vi.mock('vscode', () => import('../editor'));
const { alertCommands } = await import('../../../src/host/alerts/alertCommands');
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
