/** Logs for the questions of the transcript. */
import { join } from 'node:path';
import { answer, minute, put, toolUse, type Json } from '../conformance/logs';
import { openWindow, temporary } from '../engine/rig';

/** An engine on one log. */
export async function opened(lines: Json[]) {
  const folder = temporary();
  put(join(folder, '.claude', 'projects', '-w-app', 'a.jsonl'), lines);
  const { engine } = openWindow(folder, null, () => Date.parse(minute(1)));
  await engine.ready;
  const cards = async (
    more: { offset?: number; limit?: number; only?: ('edits' | 'failed' | 'thinking')[] } = {},
  ) => engine.call('cards', { id: 'a', of: '', only: [], offset: 0, limit: 100, ...more });
  return { engine, cards, steps: async () => (await cards()).rows.flatMap(({ steps }) => steps) };
}

export const bash = (id: string, command: string): Json => answer('a', [toolUse('Bash', { command }, id)]);
export const failed = { is_error: true };
