/** The data of a sub-agent for the card of the call that started it. */
import { isAtLeast } from '../../../usage/format';
import { mostUsedModel } from '../../../usage/rows';
import type { Sources } from '../sources';
import { rowIn } from '../sources';
import type { StartedAgent } from './stepShape';

/** Figures of a sub-agent of a conversation; null if its log is unknown. */
export function figuresOfAgent(sources: Sources, conversation: string, agent: string): StartedAgent | null {
  const figures = sources.library.figures.get(`${conversation}/${agent}`);
  if (figures === undefined) return null;
  const row = rowIn(sources, figures);
  const [from, to] = [row.startedAt, row.endedAt].map((time) => (time === null ? null : Date.parse(time)));
  return {
    agent,
    type: row.agentType,
    known: true,
    model: mostUsedModel(figures.usage),
    tokens: row.tokens,
    costMicroUsd: row.costMicroUsd,
    atLeast: isAtLeast(row),
    ms: from == null || to == null ? null : to - from,
    calls: figures.tools.reduce((sum, { calls }) => sum + calls, 0),
  };
}
