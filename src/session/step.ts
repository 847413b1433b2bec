/** Steps: events in the form that measures, findings and surfaces use, with each call joined to its result. */
import type { FactName } from './facts';
import type { Event, EventOf, ToolOutcome } from './event';
import { applyEvent, newKnowledge, applyCall, type Doubt, type Knowledge } from './knowledge';

/** An event, or a call with its result. */
export type Step = Exclude<Event, { kind: 'tool' | 'result' | 'limit' }> | Call;

/** A tool call with its result. */
export type Call = EventOf<'tool'> & {
  /** Null while there is no result. */
  outcome: ToolOutcome | null;
  created: boolean;
  answer: EventOf<'result'> | null;
  /** Why the edit is doubtful; null if it is not, or no edit. */
  doubt: Doubt | null;
};

/**
 * The steps of a session. An edit without a result counts as done. `before`: earlier events of the same context that belong to another
 * session, as in a fork.
 */
export function stepsOf(events: readonly Event[], before: readonly Event[] = []): Step[] {
  const knowledge = knowledgeAfter(before);
  const answers = answersIn(events);
  return events.flatMap((event) => stepOf(event, answers, knowledge) ?? []);
}

/** Claude's knowledge of files after these first events of a context. */
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

/** Makes a step of an event and updates `knowledge`; null for events that are no step. `answers`: the results of all calls. */
export function stepOf(event: Event, answers: Answers, knowledge: Knowledge): Step | null {
  // A limit of the plan is nothing that Claude or the person did.
  if (event.kind === 'result' || event.kind === 'limit') return null;
  if (event.kind !== 'tool') {
    applyEvent(knowledge, event);
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
  call.doubt = applyCall(knowledge, call);
  return call;
}

/** Stop reasons that end Claude's turn. */
const ENDINGS = new Set(['end_turn', 'stop_sequence', 'max_tokens', 'refusal']);

/** Whether a response with this stop reason ended its turn; null if the reason is unknown. */
export const endsTurn = (stop: string | null): boolean | null => (stop === null ? null : ENDINGS.has(stop));

/** True for an edit or write that changed a file or has no result: denied, interrupted and failed ones did not. */
export const isEdit = (step: Step): step is Extract<Step, { kind: 'tool' }> =>
  step.kind === 'tool' &&
  (step.action === 'edit' || step.action === 'write') &&
  (step.outcome === null || step.outcome === 'ok');

/** True for a shell command that, judged by its text, changes no file. `facts`: the facts such a command may have. */
export const onlyLooks = (step: Call, facts: ReadonlySet<FactName>): boolean =>
  step.shell &&
  step.touches.every(({ does }) => does === 'look' || does === 'search' || does === 'list') &&
  step.facts.every(({ fact }) => facts.has(fact));
