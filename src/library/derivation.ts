/**
 * The figures of a session, derived event by event. Settled events are in the state of the folds, so a new line costs only that line. What
 * may still change (calls without a result, the last answer) is added to a copy of that state each time. If something settled changes
 * after all, the same folds start again from the first event.
 */
import { Finds } from '../findings/registry';
import type { About, Found } from '../findings/finding';
import { foldLastWords, noLastWords, type LastWords } from '../findings/severity';
import { getOwn, setOwn } from '../log/own';
import { contextAfter, type Response } from '../log/response';
import { copyState } from '../session/copyState';
import type { Event } from '../session/event';
import { isQueueId } from '../session/queueId';
import type { Session } from '../session/join';
import { repositoryOf } from '../session/fileKey';
import type { Knowledge } from '../session/knowledge';
import { placesOfWork } from '../session/paths';
import { isEdit, knowledgeAfter, stepOf, type Answers, type Step } from '../session/step';
import { Measures } from '../signals/registry';
import { foldTasks, noTasks, type Tasks } from '../signals/task';
import type { SessionFigures } from '../store/figures';
import type { Spent } from '../usage/blocks';
import { addCells, countedIn, type Cells } from '../usage/rows';
import { addToolUsage, type ToolSums } from '../usage/tools';
import { changesBefore, inTime } from './edits';
import { spentIn } from './spend';
import type { Rules } from './rules';
import { isHeadless, noTally, tally, type Tally } from './tally';

type Edits = SessionFigures['edited'];

interface Used {
  cells: Cells;
  tools: ToolSums;
  /** The largest context by model, and the last response with a known context. */
  most: Record<string, number>;
  last: (Pick<Response, 'model' | 'at' | 't'> & { tokens: number }) | null;
}

/** Sums over steps, besides measures and findings. */
interface Walked {
  knowledge: Knowledge;
  /** How many edits of sub-agents were inserted between them. */
  edits: number;
  lastWords: LastWords;
  tasks: Tasks;
  days: Record<string, SessionFigures['toolDays'][number]>;
  edited: Edits;
  /** The last step of the conversation itself. */
  last: Step | null;
  /** Results whose call has not been seen yet. */
  orphans: Answers;
}

/** A session up to an event and a response. */
export interface Sums {
  tally: Tally;
  used: Used;
  /** The requests of the responses, as limits see them. */
  spent: Spent[];
  walked: Walked;
  measures: Measures;
  /** Null for a sub-agent: findings are of main conversations. */
  finds: Finds | null;
}

const copySums = (sums: Sums): Sums => ({
  tally: copyState(sums.tally),
  used: copyState(sums.used),
  spent: sums.spent.slice(),
  walked: copyState(sums.walked),
  measures: sums.measures.copy(),
  finds: sums.finds?.copy() ?? null,
});

/** The input of a derivation. */
interface Ground {
  /** No sub-agent. */
  main: boolean;
  events: readonly Event[];
  responses: readonly Response[];
  inherited: readonly Event[];
  cwds: readonly string[];
  worktrees: Session['facts']['worktrees'];
  /** Edits of its sub-agents, by time. */
  edits: Edits;
  /** All prompts came from scripts, so nobody can answer. */
  headless: boolean;
  rules: Rules;
}

/** The result of a derivation. */
export interface Derived {
  /** The state to continue from; null if it is not needed. */
  derivation: Derivation | null;
  /** The sums at the session's end; the caller may change them. */
  sums: Sums;
  found: Found[];
}

/** Most events at the end of a session that count as unsettled. A change before them starts again from the first event. */
const MOST_UNSETTLED = 200;

export class Derivation {
  /** Events and responses that are in `sums`. */
  private settled = { events: 0, responses: 0 };
  private readonly sums: Sums;
  /** Results of settled calls, whether seen or still missing. */
  private answers: Answers = new Map();

  private constructor(private ground: Ground) {
    this.sums = {
      tally: noTally(),
      used: { cells: {}, tools: {}, most: {}, last: null },
      spent: [],
      walked: {
        knowledge: knowledgeAfter(ground.inherited),
        edits: 0,
        lastWords: noLastWords(),
        tasks: noTasks(),
        days: {},
        edited: [],
        last: null,
        orphans: new Map(),
      },
      measures: new Measures(ground.rules.options),
      finds: ground.main ? new Finds() : null,
    };
  }

  /**
   * Derives a session, continuing from `before` if that is still valid. `edits`: of its sub-agents; `grows`: keep the state, because it will
   * be continued; `changed`: events and responses that changed since `before`.
   */
  static of(
    session: Session,
    edits: Edits,
    rules: Rules,
    grows: boolean,
    before: Derivation | null = null,
    changed: ReadonlySet<object> = new Set(),
  ): Derived {
    const { events, responses, inherited, facts, parent } = session;
    const ground = {
      main: parent === null,
      events,
      responses,
      inherited,
      cwds: facts.cwds.slice(),
      worktrees: facts.worktrees.slice(),
      edits: inTime(edits),
      headless: headlessIn(events, before?.settled.events ?? 0, before?.sums.tally ?? noTally()),
      rules,
    };
    if (before?.canContinue(ground, changed) === true) return before.run(ground, grows);
    const anew = { ...ground, headless: headlessIn(events, 0, noTally()) };
    return new Derivation(anew).run(anew, grows);
  }

  /** True if nothing settled has changed. */
  private canContinue(now: Ground, changed: ReadonlySet<object>): boolean {
    const { ground: was, settled, sums } = this;
    return (
      sameRules(was.rules, now.rules) &&
      was.headless === now.headless &&
      beginsWith(now.cwds, was.cwds, was.cwds.length) &&
      beginsWith(now.worktrees, was.worktrees, now.worktrees.length) &&
      was.inherited.length === now.inherited.length &&
      beginsWith(now.inherited, was.inherited, was.inherited.length) &&
      beginsWith(now.events, was.events, settled.events) &&
      beginsWith(now.responses, was.responses, settled.responses) &&
      sameEdits(now.edits, was.edits, sums.walked.edits, sums.tally) &&
      this.isUnsettled(now, changed) &&
      this.isAnswered(now)
    );
  }

  /** True if all changes come after the settled events. */
  private isUnsettled({ events, responses }: Ground, changed: ReadonlySet<object>): boolean {
    if (changed.size === 0) return true;
    const unsettled = new Set<object>(events.slice(this.settled.events));
    for (const response of responses.slice(this.settled.responses)) unsettled.add(response);
    for (const one of changed) if (!unsettled.has(one)) return false;
    return true;
  }

  /** True if settled calls still have the same results, or none. */
  private isAnswered({ events }: Ground): boolean {
    const answers = this.answersAfterSettled(events);
    return [...this.sums.tally.open.keys()].every((id) => answers.get(id) === this.answers.get(id));
  }

  /** The results after the settled events, and those that came before their call. */
  private answersAfterSettled(events: readonly Event[]): Answers {
    const answers: Answers = new Map(this.sums.walked.orphans);
    for (let i = this.settled.events; i < events.length; i++) {
      const event = events[i]!;
      if (event.kind === 'result') answers.set(event.id, event);
    }
    return answers;
  }

  /** Adds settled events to the state and the rest to a copy; if it will not be continued, adds all to the state. */
  private run(ground: Ground, grows: boolean): Derived {
    this.ground = ground;
    const { settled, sums } = this;
    const { events, responses } = ground;
    const answers = this.answersAfterSettled(events);
    this.answers = answers;
    const about = aboutOf(ground, settled.responses);
    const end = { events: events.length, responses: responses.length };
    const until = grows ? this.settledUntil(answers) : end;
    const between = (from: typeof settled, to: typeof settled): Piece => ({
      events: events.slice(from.events, to.events),
      responses: responses.slice(from.responses, to.responses),
      about,
      answers,
      ground,
    });
    foldPiece(sums, between(settled, until));
    this.settled = until;
    const tip = grows ? copySums(sums) : sums;
    if (grows) foldPiece(tip, between(until, end));
    return { derivation: grows ? this : null, sums: tip, found: tip.finds?.read(about) ?? [] };
  }

  /** How many events and responses are settled. */
  private settledUntil(answers: Answers): { events: number; responses: number } {
    const { events, responses } = this.ground;
    const last = responses.at(-1)?.key;
    let end = Math.max(this.settled.events, events.length - MOST_UNSETTLED);
    while (end < events.length && !mayChange(events[end]!, last, answers)) end++;
    const open = new Set<string>();
    for (let i = end; i < events.length; i++) {
      const event = events[i]!;
      if ('response' in event) open.add(event.response);
    }
    let first = responses.length - 1;
    for (let i = first; i >= this.settled.responses && open.size > 0; i--)
      if (open.delete(responses[i]!.key)) first = i;
    return { events: end, responses: Math.max(this.settled.responses, first) };
  }
}

/** True for what may still change: a call without a result, a block of the last answer, a queued prompt without its record. */
const mayChange = (event: Event, lastResponse: string | undefined, answers: Answers): boolean =>
  event.kind === 'prompt'
    ? isQueueId(event.id)
    : 'response' in event &&
      (event.response === lastResponse || (event.kind === 'tool' && !answers.has(event.id)));

function headlessIn(events: readonly Event[], from: number, { prompts, scriptedPrompts }: Tally): boolean {
  const counts = { prompts, scriptedPrompts };
  for (let i = from; i < events.length; i++) {
    const event = events[i]!;
    if (event.kind === 'prompt') counts[event.via === 'scripted' ? 'scriptedPrompts' : 'prompts']++;
  }
  return isHeadless(counts);
}

/** What findings may ask about the responses from index `from` on. */
function aboutOf({ responses, headless }: Ground, from: number): About {
  const models = new Map<string, string>();
  for (let i = from; i < responses.length; i++) models.set(responses[i]!.key, responses[i]!.model);
  return { headless, modelOf: (response) => models.get(response) ?? null };
}

/** True if the rules that affect the folds are the same. Thresholds are not among them: they are applied after counting. */
const sameRules = (a: Rules, b: Rules): boolean =>
  a.prices === b.prices &&
  a.dayOf === b.dayOf &&
  a.hourOf === b.hourOf &&
  a.options === b.options &&
  a.taskType === b.taskType;

function beginsWith<T>(list: readonly T[], other: readonly T[], length: number): boolean {
  if (list.length < length) return false;
  for (let i = 0; i < length; i++) if (list[i] !== other[i]) return false;
  return true;
}

/** True if the edits that were inserted are still the first, and no other edit belongs before a settled event. */
function sameEdits(now: Edits, was: Edits, length: number, { times, mixed }: Tally): boolean {
  if (now.length < length) return false;
  for (let i = 0; i < length; i++) if (now[i]!.t !== was[i]!.t || now[i]!.path !== was[i]!.path) return false;
  const next = now[length];
  return next === undefined || (!mixed && next.t >= (times.at(-1) ?? -Infinity));
}

/** Consecutive events and responses, with what folding them needs. */
interface Piece {
  events: readonly Event[];
  responses: readonly Response[];
  about: About;
  answers: Answers;
  ground: Ground;
}

/** Steps are made and folded in chunks of so many events, to save memory. */
const AT_ONCE = 2048;

function foldPiece(sums: Sums, { events, responses, about, answers, ground }: Piece): void {
  for (let from = 0; from < events.length; from += AT_ONCE) {
    const steps: Step[] = [];
    for (const event of events.slice(from, from + AT_ONCE)) {
      noteOrphan(sums, event);
      tally(sums.tally, event);
      foldEvent(sums.walked, event, answers, ground, steps);
    }
    sums.measures.fold(steps);
    sums.finds?.fold(steps, about);
  }
  const places = placesOfWork(ground.cwds, ground.worktrees);
  const own = ground.cwds[0] === undefined ? null : repositoryOf(ground.cwds[0], ground.worktrees);
  for (const response of responses) {
    const place = places.get(response.cwd);
    foldResponse(sums, response, ground.rules, place === own ? undefined : place);
  }
}

/** Keeps a result until its call comes. */
function noteOrphan({ walked: { orphans }, tally: { open } }: Sums, event: Event): void {
  if (event.kind === 'result' && !open.has(event.id)) orphans.set(event.id, event);
}

/** Folds an event as a step, after the edits of sub-agents that came before it. */
function foldEvent(
  state: Walked,
  event: Event,
  answers: Answers,
  { edits, rules, main }: Ground,
  steps: Step[],
): void {
  const changes = changesBefore(event, edits, state.edits);
  state.edits += changes.length;
  for (const change of changes) {
    const step = stepOf(change, answers, state.knowledge);
    if (step !== null) steps.push(step);
  }
  const step = stepOf(event, answers, state.knowledge);
  if (step === null) return;
  steps.push(step);
  foldLastWords(state.lastWords, step);
  if (rules.taskType && main) foldTasks(state.tasks, step);
  // Claude Code tries again after an error, unless it stands in the place of the answer.
  if (!ASIDE.has(step.kind) || (step.kind === 'apiError' && step.final === true)) state.last = step;
  if (step.kind !== 'tool' || step.t === null) return;
  if (!main && isEdit(step) && step.path !== null) state.edited.push({ path: step.path, t: step.t });
  const day = rules.dayOf(step.t);
  const row = getOwn(state.days, day) ?? setOwn(state.days, day, { day, calls: 0, errors: 0, denied: 0 });
  row.calls++;
  if (step.outcome === 'error') row.errors++;
  if (step.outcome === 'denied') row.denied++;
}

/** Events that are not part of the conversation. */
const ASIDE: ReadonlySet<Event['kind']> = new Set([
  'changed',
  'attached',
  'instructed',
  'compaction',
  'apiError',
  'fallback',
]);

/** Folds a response, after all its calls. */
function foldResponse(
  { used, spent, tally: { called } }: Sums,
  response: Response,
  rules: Rules,
  project: string | undefined,
): void {
  const { key, model, at, t } = response;
  const requests = countedIn(response, rules.prices);
  addCells(used.cells, response, requests, { day: rules.dayOf, hour: rules.hourOf }, project);
  addToolUsage(used.tools, requests, called.get(key));
  called.delete(key);
  spent.push(...spentIn(response, requests));
  const tokens = contextAfter(response);
  setOwn(used.most, model, Math.max(getOwn(used.most, model) ?? 0, tokens ?? 0));
  if (tokens !== null) used.last = { model, at, t, tokens };
}
