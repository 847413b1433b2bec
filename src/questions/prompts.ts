/** The turns of a session for the list beside its transcript: the beginning of each prompt, its cost including sub-agents, and what went wrong. */
import * as z from 'zod';
import { agentCosts, costWith, TurnCost } from './shared/session/agentCosts';
import { placesIn, subAgentsOf, type Sources } from './shared/sources';
import { filler, type StepSources } from './shared/transcript/stepText';
import { stepsIn } from './shared/transcript/steps';
import { turnsIn } from './shared/session/turns';

export const args = z.object({ id: z.string() });

/** `text`: the beginning; '' if it cannot be read. `more`: number of earlier turns that are not listed. */
export const reply = z.object({
  more: z.number(),
  turns: z.array(
    z.object({
      turn: z.number(),
      text: z.string(),
      command: z.string().nullable(),
      ...TurnCost,
      failed: z.number(),
      interrupted: z.boolean(),
      compacted: z.boolean(),
    }),
  ),
});

const MOST_TURNS = 400;
const BEGINNING = 200;

const beginning = ({ text, chars }: { text: string; chars: number }): string =>
  `${text.trim().replace(/\s+/g, ' ')}${text.length < chars ? '…' : ''}`;

export function answer({ id }: z.output<typeof args>, all: Sources): z.output<typeof reply> {
  const { library, rules, bytes } = all;
  const session = library.session(id);
  if (session === null) return { more: 0, turns: [] };
  const sources: StepSources = {
    bytes,
    placeOf: placesIn(library, session),
    responses: new Map(),
    prices: rules().prices,
    agentOf: () => null,
  };
  const fill = filler(sources);
  const asked = new Map(
    stepsIn(session.events)
      .filter(({ card }) => card === 'prompt')
      .map((step) => [step.turn, step]),
  );
  const turns = turnsIn(session, rules());
  const agents = agentCosts(subAgentsOf(library, id), turns);
  return {
    more: Math.max(0, turns.length - MOST_TURNS),
    turns: turns.slice(-MOST_TURNS).map((turn) => {
      const step = asked.get(turn.index);
      const view = step === undefined ? null : fill(step, BEGINNING / 24_000);
      return {
        turn: turn.index,
        text: view === null ? '' : beginning(view.text),
        command: view?.command ?? null,
        ...costWith(turn, agents),
        failed: turn.tools.reduce((sum, { errors }) => sum + errors, 0),
        interrupted: turn.interrupted,
        compacted: turn.compacted,
      };
    }),
  };
}
