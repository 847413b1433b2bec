/** Reads the inputs of tool calls from their lines: edits and tasks. */
import * as z from 'zod';
import { fieldsOf, isObject, textIn } from '../../../log/json';
import { blocksOf } from '../../../log/record';
import type { LogBytes } from '../../../store/logBytes';
import type { LogPlace } from '../../../store/vault';
import { recordAt } from '../transcript/spokenLines';

export const Edit = z.object({ path: z.string(), before: z.string(), after: z.string() });
export type Edit = z.infer<typeof Edit>;

/** Separates the parts of an edit that changes several places. */
export const EDIT_GAP = '\n…\n';

/** The input of a tool call; null if its line can no longer be read. */
export function inputIn(
  bytes: LogBytes,
  log: LogPlace,
  at: number,
  len: number,
  tool: string,
): Record<string, unknown> | null {
  const record = recordAt(bytes, log, { at, len });
  const block = blocksOf(record?.message?.content).find(({ id, type }) => type === 'tool_use' && id === tool);
  const input = block?.input;
  return isObject(input) ? input : null;
}

/** Most characters of a sub-agent's task. */
const TASK_CHARS = 300;

/** The task in a call that starts a sub-agent: its description, else the beginning of its prompt. */
export function taskAt(bytes: LogBytes, log: LogPlace, at: number, len: number, tool: string): string | null {
  const input = inputIn(bytes, log, at, len, tool);
  return (textIn(input?.['description']) || textIn(input?.['prompt'])).slice(0, TASK_CHARS) || null;
}

/** Both sides of an edit: the parts of the file in its call; null if the call is no edit. */
export function editAt(bytes: LogBytes, log: LogPlace, at: number, len: number, tool: string): Edit | null {
  const input = inputIn(bytes, log, at, len, tool);
  if (input === null) return null;
  const path = textIn(input['file_path']) || textIn(input['notebook_path']);
  if (path === '') return null;
  const parts = Array.isArray(input['edits']) ? (input['edits'] as unknown[]) : [input];
  const side = (name: 'old_string' | 'new_string'): string =>
    parts.map((part) => textIn(fieldsOf(part)[name])).join(EDIT_GAP);
  const whole = textIn(input['content']) || textIn(input['new_source']);
  return whole === ''
    ? { path, before: side('old_string'), after: side('new_string') }
    : { path, before: '', after: whole };
}
