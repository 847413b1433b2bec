/** The transcript of a session as cards: a range of its rows with their texts. */
import * as z from 'zod';
import { conversationOf, withAgent } from '../session/sessionId';
import type { LogRecord } from '../log/record';
import type { Session } from '../session/join';
import { Filter } from './shared/transcript/cards';
import { spokenLines } from './shared/transcript/spokenLines';
import { figuresOfAgent } from './shared/transcript/startedAgents';
import { placesIn, type Sources } from './shared/sources';
import { StepView } from './shared/transcript/stepShape';
import { filler } from './shared/transcript/stepText';
import { rowsIn, type Row } from './shared/transcript/steps';

/** `of`: a sub-agent of the session, by the part of its id after `/`; '' for the session itself. */
export const args = z.object({
  id: z.string(),
  of: z.string().max(200).default(''),
  only: z.array(Filter).max(6).default([]),
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(100),
});

/** A row: one step, or a run of reading and searching steps, or of to-do list updates. */
export const CardRow = z.object({
  turn: z.number(),
  run: z.enum(['look', 'todo']).nullable(),
  steps: z.array(StepView),
});
export type CardRow = z.infer<typeof CardRow>;

export const reply = z.object({
  rows: z.array(CardRow),
  total: z.number(),
  /** The filters of the question. */
  only: z.array(Filter),
  /** Number of lines with text, as the search counts them. */
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

export function answer(
  { id, of: subAgent, only, offset, limit }: z.output<typeof args>,
  sources: Sources,
): z.output<typeof reply> {
  const session = sources.library.session(withAgent(id, subAgent));
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

/** Scales of the texts of steps in a run, and of all steps once the answer is full. */
const IN_RUN = 0.3;
const FULL = 0.02;
/** Most characters of an answer, without pictures. */
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

/** Returns a function that fills steps of a session. */
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
