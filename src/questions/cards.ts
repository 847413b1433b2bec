/** The transcript of a session as cards: a part of its rows with what they say. */
import * as z from 'zod';
import { conversationOf } from '../session/sessionId';
import type { LogRecord } from '../log/record';
import type { Session } from '../session/join';
import { Filter } from './shared/cards';
import { spokenLines } from './shared/spokenLines';
import { figuresOfAgent } from './shared/startedAgents';
import { placesIn, type Sources } from './shared/sources';
import { StepView } from './shared/stepShape';
import { filler } from './shared/stepText';
import { rowsIn, type Row } from './shared/steps';

/** `of`: a sub-agent of the session's conversation, by what stands behind the `/` of its id; '' for the session itself. */
export const args = z.object({
  id: z.string(),
  of: z.string().max(200).default(''),
  only: z.array(Filter).max(6).default([]),
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(100),
});

/** A row: one step, or a run of those that look at things or keep the to-do list. */
export const CardRow = z.object({
  turn: z.number(),
  run: z.enum(['look', 'todo']).nullable(),
  steps: z.array(StepView),
});
export type CardRow = z.infer<typeof CardRow>;

export const reply = z.object({
  rows: z.array(CardRow),
  total: z.number(),
  /** The filters it was asked with. */
  only: z.array(Filter),
  /** Lines of the log that say something: what the search counts. */
  lines: z.number(),
  counts: z.record(Filter, z.number()),
  /** First row of each turn. */
  ofTurn: z.array(z.number()),
});

const NONE: z.output<typeof reply> = {
  rows: [],
  total: 0,
  only: [],
  lines: 0,
  counts: { prompts: 0, replies: 0, edits: 0, commands: 0, failed: 0, thinking: 0 },
  ofTurn: [],
};

/** The session that is asked for: `subAgent` names a sub-agent of the same conversation. */
export const idOf = ({ id, subAgent }: { id: string; subAgent: string }): string =>
  subAgent === '' ? id : `${conversationOf(id)}/${subAgent}`;

export function answer(
  { id, of: subAgent, only, offset, limit }: z.output<typeof args>,
  sources: Sources,
): z.output<typeof reply> {
  const session = sources.library.session(idOf({ id, subAgent }));
  if (session === null) return NONE;
  const { rows, counts, ofTurn } = rowsIn(session.events, only);
  return {
    rows: filled(rows.slice(offset, offset + limit), session, sources),
    total: rows.length,
    only,
    lines: spokenLines(session.events).length,
    counts,
    ofTurn: [...ofTurn],
  };
}

/** What a run's steps are cut to, and every step when the answer is full. */
const IN_RUN = 0.3;
const FULL = 0.02;
/** Characters of an answer, pictures not counted. */
const REPLY_CHARS = 3_000_000;

function filled(rows: readonly Row[], session: Session, sources: Sources): CardRow[] {
  const fill = stepFiller(session, sources);
  let left = REPLY_CHARS;
  return rows.map(({ turn, run, steps }) => ({
    turn,
    run,
    steps: steps.map((step) => {
      const view = fill(step, left <= 0 ? FULL : run === null ? 1 : IN_RUN);
      left -= charsOf(view);
      return view;
    }),
  }));
}

/** Fills steps of a session. */
export const stepFiller = (session: Session, sources: Sources, seal?: (record: LogRecord) => LogRecord) =>
  filler({
    ...(seal === undefined ? {} : { seal }),
    bytes: sources.bytes,
    placeOf: placesIn(sources.library, session),
    responses: new Map(session.responses.map((response) => [response.key, response])),
    prices: sources.rules().prices,
    agentOf: (agent) => figuresOfAgent(sources, conversationOf(session.id), agent),
  });

export const charsOf = ({ text, input, hunks, sides }: StepView): number =>
  [text, ...input.map(({ value }) => value), ...sides.flatMap(({ before, after }) => [before, after])].reduce(
    (sum, one) => sum + one.text.length + one.tail.length,
    hunks.reduce((sum, { lines }) => sum + lines.reduce((chars, line) => chars + line.length, 0), 0),
  );
