/** Events as NDJSON, one a line, for `jq` and other tools. */
import type { Event } from '../session/event';
import { compareTexts } from '../log/compareTexts';
import { isoOf } from '../usage/days';

/** One line: the event with its session's id, keys sorted, times in ISO. No text of the conversation is in it. */
export function eventLine(event: { session: string } & Event): string {
  const { t, ...rest } = event;
  const shown: Record<string, unknown> = { ...rest, time: isoOf(t) };
  return JSON.stringify(Object.fromEntries(Object.entries(shown).sort(([a], [b]) => compareTexts(a, b))));
}
