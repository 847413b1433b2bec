/** A page of the turns of a session, with their prompts. */
import * as z from 'zod';
import { startOf } from '../log/secrets';
import { spokenText } from '../session/speaker';
import type { LogBytes } from '../store/logBytes';
import type { LogPlace } from '../store/vault';
import { agentCosts, costWith, TurnCost } from './shared/session/agentCosts';
import { MOST_BYTES, recordAt, tooLong } from './shared/transcript/spokenLines';
import { placesIn, subAgentsOf, type Sources } from './shared/sources';
import { Turn, turnsIn } from './shared/session/turns';

export const args = z.object({ id: z.string(), offset: z.number(), limit: z.number().max(500) });
/** A turn as pages list it: its cost is that of the sub-agents it started, too. */
export const ListedTurn = Turn.extend(TurnCost);
export type ListedTurn = z.infer<typeof ListedTurn>;
export const reply = z.array(ListedTurn);

export function answer(
  { id, offset, limit }: z.output<typeof args>,
  { library, rules, bytes }: Sources,
): ListedTurn[] {
  const session = library.session(id);
  if (session === null) return [];
  const placeOf = placesIn(library, session);
  const turns = turnsIn(session, rules());
  const agents = agentCosts(subAgentsOf(library, id), turns);
  return turns.slice(offset, offset + limit).map((one) => {
    const { len, ...turn } = one;
    return {
      ...turn,
      ...costWith(one, agents),
      promptText: turn.via === null ? null : promptAt(bytes, placeOf(turn.file ?? 0), turn.at, len),
    };
  });
}

/** Most UTF-16 units of a prompt that are shown. */
const PROMPT_CHARS = 2000;

/** Text of the prompt on the line at `at`; null if the log cannot be read or has something else there. */
export function promptAt(bytes: LogBytes, log: LogPlace, at: number, len: number): string | null {
  if (len > MOST_BYTES) return bytes(log, at, 1)?.length === 1 ? tooLong(len) : null;
  const record = recordAt(bytes, log, { at, len });
  return record === null ? null : startOf(spokenText(record), PROMPT_CHARS);
}
