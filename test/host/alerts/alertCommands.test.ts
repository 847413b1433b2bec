/** What a person does with alerts by commands. */
import { expect, test, vi } from 'vitest';
import { seen } from '../editor';

vi.mock('vscode', () => import('../editor'));
const { alertCommands } = await import('../../../src/host/alerts/alertCommands');
type Parts = Parameters<typeof alertCommands>;

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
