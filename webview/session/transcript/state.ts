/** What the transcript remembers while its page is open: what was loaded, unfolded and chosen. */
import * as z from 'zod';
import type { Reply } from '../../../src/engine/protocol';
import { Filter } from '../../../src/questions/shared/transcript/cards';
import type { StepView } from '../../../src/questions/shared/transcript/stepShape';
import { ownState, ephemeral, type Memory } from '../../shared/own';

type Cards = Reply<'cards'>;

/** Filters that are pressed; kept over a reload. */
export const filterState = ownState('transcript', z.object({ only: z.array(Filter).default([]) }));

/** Steps that were asked for with more of their text, by sub-agent and key, and how much more. */
export const LOADED = ephemeral<ReadonlyMap<string, { step: StepView; scale: number }>>(new Map());
/** Steps whose middle is shown. */
const UNFOLDED = ephemeral<ReadonlySet<string>>(new Set());
/** All cards are open, or closed; null: each as it is. */
export const ALL = ephemeral<'open' | 'closed' | null>(null);
/** Steps of sub-agents that are open in place. */
export const NESTED = ephemeral<
  ReadonlyMap<string, { rows: Cards['rows']; total: number; failure: string | null }>
>(new Map());
/** The list of keys is shown. */
export const KEYS_SHOWN = ephemeral(false);

export const idOf = (subAgent: string, { key }: Pick<StepView, 'key'>): string => `${subAgent} ${key}`;

interface InPage {
  subAgent: string;
  view: { memory: Memory };
}

/** True when all of a folded text is to be shown. */
export const isUnfolded = (step: StepView, { subAgent, view }: InPage): boolean =>
  view.memory.get(UNFOLDED).has(idOf(subAgent, step));
export const unfold = (step: StepView, { subAgent, view: { memory } }: InPage): void =>
  memory.set(UNFOLDED, new Set([...memory.get(UNFOLDED), idOf(subAgent, step)]));
