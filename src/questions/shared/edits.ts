/** What tool calls were given, read from their lines: edits and tasks. */
import * as z from 'zod';
import { fieldsOf, isObject, textIn } from '../../log/json';
import { blocksOf } from '../../log/record';
import type { LogBytes } from '../../store/logBytes';
import type { LogPlace } from '../../store/vault';
import { recordAt } from './spokenLines';

export const Edit = z.object({ path: z.string(), before: z.string(), after: z.string() });
export type Edit = z.infer<typeof Edit>;

/** Stands between the parts of an edit that changes several places. */
export const EDIT_GAP = '\n…\n';

/** What a tool call was given; null when its line cannot be read any more. */
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

/** Characters of a sub-agent's task that are told. */
const TASK_CHARS = 300;

/** What a call that starts a sub-agent asks of it: its description, else how its prompt begins. */
export function taskAt(bytes: LogBytes, log: LogPlace, at: number, len: number, tool: string): string | null {
  const input = inputIn(bytes, log, at, len, tool);
  return (textIn(input?.['description']) || textIn(input?.['prompt'])).slice(0, TASK_CHARS) || null;
}

/** What an edit replaced by what: parts of the file as the tool call names them; null when the call is none. */
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
