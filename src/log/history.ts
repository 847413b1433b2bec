/** Claude Code's prompt history (`history.jsonl`): what was typed, when, in which project and session. */
import * as z from 'zod';
import { anyFile, type Gate } from './gate';
import { valueIn } from './json';
import { readLines } from './lines';

export const HistoryPrompt = z.object({
  display: z.string(),
  /** ms since the epoch. */
  timestamp: z.number(),
  project: z.string().nullish(),
  /** Absent in logs of 2025. */
  sessionId: z.string().nullish(),
});
export type HistoryPrompt = z.infer<typeof HistoryPrompt>;

/** Slash and shell commands were logged two or three times within this many ms. */
const REPEAT_MS = 100;

/** Maximum bytes read of a history: more than anybody has typed. */
const MOST_OF_HISTORY = 256 << 20;

/**
 * The prompts of a history file, each once, in order. Lines that are not prompts are left out. Throws the system's error when the file
 * cannot be read.
 */
export function readHistory(path: string, gate: Gate = anyFile): HistoryPrompt[] {
  const prompts: HistoryPrompt[] = [];
  let bytes = 0;
  const take = (line: string, at: number, len: number): void => {
    bytes = at + len;
    const read = HistoryPrompt.safeParse(valueIn(line));
    if (!read.success) return;
    const last = prompts.at(-1);
    const repeats =
      last?.display === read.data.display &&
      last.sessionId === read.data.sessionId &&
      Math.abs(read.data.timestamp - last.timestamp) <= REPEAT_MS;
    if (!repeats) prompts.push(read.data);
  };
  readLines(path, 0, take, () => bytes > MOST_OF_HISTORY, gate);
  return prompts;
}

/** How many prompts of the history belong to each session, by session id. Those without an id belong to none. */
export function promptsBySession(prompts: readonly HistoryPrompt[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { sessionId } of prompts) {
    if (sessionId) counts.set(sessionId, (counts.get(sessionId) ?? 0) + 1);
  }
  return counts;
}
