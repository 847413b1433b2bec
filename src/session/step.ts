/** Events as signals, findings and surfaces look at them: each tool call knows how it ended. */
import type { FactName } from './facts';
import type { Event, EventOf, ToolOutcome } from './event';
import { hear, newKnowledge, use, type Doubt, type Knowledge } from './knowledge';

/** An event as signals see it: a tool call knows how it ended (null: not yet), whether it made a new file, and its answer. */
export type Step = Exclude<Event, { kind: 'tool' | 'result' | 'limit' }> | Call;

/** A tool call with its answer. */
export type Call = EventOf<'tool'> & {
  outcome: ToolOutcome | null;
  created: boolean;
  answer: EventOf<'result'> | null;
  /** What speaks against it, when it is an edit. */
  doubt: Doubt | null;
};

/**
 * Tool calls with their results put to them, and edits with what speaks against them. An edit whose result never came may have worked.
 * `before`: what stands before in the same context and belongs to another session, as in a fork.
 */
export function stepsOf(events: readonly Event[], before: readonly Event[] = []): Step[] {
  const knowledge = knowledgeAfter(before);
  const answers = answersIn(events);
  return events.flatMap((event) => stepOf(event, answers, knowledge) ?? []);
}

/** What the agent knows of files after these events, which are all there were before. */
export function knowledgeAfter(before: readonly Event[]): Knowledge {
  const knowledge = newKnowledge();
  const answers = answersIn(before);
  for (const event of before) stepOf(event, answers, knowledge);
  return knowledge;
}

/** The results among events, by the id of their call. */
export type Answers = Map<string, EventOf<'result'>>;

function answersIn(events: readonly Event[]): Answers {
  const answers: Answers = new Map();
  for (const event of events) if (event.kind === 'result') answers.set(event.id, event);
  return answers;
}

/** An event as a step, which `knowledge` takes in; null for what is none. `answers`: of the calls, wherever they stand. */
export function stepOf(event: Event, answers: Answers, knowledge: Knowledge): Step | null {
  // A limit of the plan is nothing the agent or the person did.
  if (event.kind === 'result' || event.kind === 'limit') return null;
  if (event.kind !== 'tool') {
    hear(knowledge, event);
    return event;
  }
  const answer = answers.get(event.id) ?? null;
  const call: Call = {
    ...event,
    outcome: answer?.outcome ?? null,
    created: answer?.created ?? false,
    answer,
    doubt: null,
  };
  call.doubt = use(knowledge, call);
  return call;
}

/** Reasons with which a response ends the agent's turn. */
const ENDINGS = new Set(['end_turn', 'stop_sequence', 'max_tokens', 'refusal']);

/** Whether a response that ended so ended its turn; null when no line says why it ended. */
export const endsTurn = (stop: string | null): boolean | null => (stop === null ? null : ENDINGS.has(stop));

/** True for an edit or write that changed a file, or may have: refused, interrupted and failed ones did not. */
export const isEdit = (step: Step): step is Extract<Step, { kind: 'tool' }> =>
  step.kind === 'tool' &&
  (step.action === 'edit' || step.action === 'write') &&
  (step.outcome === null || step.outcome === 'ok');

/** True for a shell command that changes no file, as far as its words tell; `facts`: those that say of none that it does. */
export const onlyLooks = (step: Call, facts: ReadonlySet<FactName>): boolean =>
  step.shell &&
  step.touches.every(({ does }) => does === 'look' || does === 'search' || does === 'list') &&
  step.facts.every(({ fact }) => facts.has(fact));
