/** The steps of a session and the rows of its transcript, from events alone. */
import type { Event, EventOf } from '../../../session/event';
import type { Session } from '../../../session/join';
import { turnByEvent } from '../../../session/turns';
import { cardOf, FILTERS, type Card, type Filter, type Run } from './cards';

/** The place of an event's line; `nth`: its index among the events of its kind on that line. */
export interface EventPlace {
  at: number;
  len: number;
  file: number;
}

export type StepResult = Pick<EventOf<'result'>, 'outcome' | 'deniedBy' | 'agent' | 'created' | 't'> &
  EventPlace;

/** Something said or done. */
export interface Step extends EventPlace {
  card: Card;
  turn: number;
  t: number | null;
  event: Event;
  nth: number;
  /** The result of a call; null without one. */
  result: StepResult | null;
  /** It is a call that failed. */
  failed: boolean;
  /** The kind of run it may be in. */
  run: Run | null;
  /** Shown open at first. */
  open: boolean;
}

/** A row of the transcript: a step, or a run of them. */
export interface Row {
  turn: number;
  run: Run | null;
  steps: readonly Step[];
}

export interface Rows {
  rows: readonly Row[];
  /** Steps by filter. */
  counts: Record<Filter, number>;
  /** The index of a line's row; for a line that is not shown, of the row before it. */
  rowAt(file: number, at: number): number;
  /** The index of a line's step in its row; null for a line that is not shown. */
  stepAt(file: number, at: number): number | null;
  /** First row of each turn. */
  ofTurn: readonly number[];
}

/** Shorter thinking is only shown with the filter for thinking, and does not end a run. Characters. */
const SHORT_THOUGHT = 260;
/** Most edits of a turn that are shown open at first. */
const OPEN_EDITS = 6;
/** Most steps in a run. */
const MOST_IN_RUN = 40;

const CARDS: Partial<Record<Event['kind'], Card>> = {
  prompt: 'prompt',
  command: 'prompt',
  text: 'reply',
  thinking: 'thinking',
  interrupt: 'stopped',
  compaction: 'compaction',
  apiError: 'trouble',
};

const cardOfEvent = (event: Event): Card | undefined =>
  event.kind === 'tool' ? cardOf(event.name) : CARDS[event.kind];

/** The kind of run that a call may be in; null for others. */
function runOf(card: Card, event: Event): Run | null {
  if (card === 'read' || card === 'search') return 'look';
  if (card === 'todo') return 'todo';
  const looks = event.kind === 'tool' && (event.action === 'read' || event.action === 'research');
  return card === 'command' && looks ? 'look' : null;
}

/** All steps of a session. */
export function stepsIn(events: readonly Event[]): Step[] {
  const results = new Map<string, EventOf<'result'>>();
  for (const event of events) if (event.kind === 'result') results.set(event.id, event);
  const nths = new Map<string, number>();
  const seen = new Set<string>();
  const steps: Step[] = [];
  const turns = turnByEvent(events);
  let edits = 0;
  for (const [i, event] of events.entries()) {
    const turn = turns[i]!;
    if (turn !== turns[i - 1]) edits = 0;
    const card = cardOfEvent(event);
    if (card === undefined) continue;
    const { at, len, t, file = 0 } = event;
    const key = `${file} ${at} ${event.kind}`;
    const nth = nths.get(key) ?? 0;
    nths.set(key, nth + 1);
    // A line with several prompt events is one prompt on the page.
    if (card === 'prompt' && seen.has(`${file} ${at}`)) continue;
    if (card === 'prompt') seen.add(`${file} ${at}`);
    const found = event.kind === 'tool' ? results.get(event.id) : undefined;
    const outcome = found?.outcome ?? null;
    const changes = card === 'edit' || card === 'write';
    if (changes) edits++;
    const off = outcome === 'error' || outcome === 'denied';
    steps.push({
      card,
      turn,
      at,
      len,
      file,
      t,
      event,
      nth,
      result: found === undefined ? null : { ...found, file: found.file ?? 0 },
      failed: outcome === 'error',
      run: off ? null : runOf(card, event),
      open: isOpen(card, off, edits),
    });
  }
  return steps;
}

const ALWAYS_OPEN = new Set<Card>(['prompt', 'reply', 'question', 'plan', 'trouble', 'compaction']);
const isOpen = (card: Card, off: boolean, edits: number): boolean =>
  ALWAYS_OPEN.has(card) || off || ((card === 'edit' || card === 'write') && edits <= OPEN_EDITS);

const isShort = ({ event }: Step): boolean =>
  event.kind === 'thinking' && (event.hidden || event.chars < SHORT_THOUGHT);

/** Groups steps into rows: consecutive steps of a run share a row. */
function grouped(steps: readonly Step[]): Row[] {
  const rows: { turn: number; run: Run | null; steps: Step[] }[] = [];
  for (const step of steps) {
    if (isShort(step)) continue;
    const last = rows.at(-1);
    const joins = step.run !== null && last?.run === step.run && last.turn === step.turn;
    if (joins && last.steps.length < MOST_IN_RUN) last.steps.push(step);
    else rows.push({ turn: step.turn, run: step.run, steps: [step] });
  }
  // A single step is no run.
  return rows.map((row) => (row.steps.length === 1 ? { ...row, run: null } : row));
}

const known = new WeakMap<readonly Event[], Map<string, Rows>>();

/** The rows of a session, or those that pass one of the filters; cached by the list of events. */
export function rowsIn(events: Session['events'], only: readonly Filter[]): Rows {
  const byFilter = known.get(events) ?? new Map<string, Rows>();
  known.set(events, byFilter);
  const key = only.toSorted().join(' ');
  const rows = byFilter.get(key) ?? rowsOf(stepsIn(events), only);
  byFilter.set(key, rows);
  return rows;
}

function rowsOf(steps: readonly Step[], only: readonly Filter[]): Rows {
  const rows =
    only.length === 0
      ? grouped(steps)
      : steps
          .filter((step) => only.some((filter) => FILTERS[filter](step)))
          .map((step): Row => ({ turn: step.turn, run: null, steps: [step] }));
  const places = new Map<string, { row: number; step: number }>();
  const ofTurn: number[] = [];
  rows.forEach(({ turn, steps: inRow }, row) => {
    while (ofTurn.length <= turn) ofTurn.push(row);
    for (const [step, { file, at, result }] of inRow.entries()) {
      if (!places.has(`${file} ${at}`)) places.set(`${file} ${at}`, { row, step });
      if (result !== null) places.set(`${result.file} ${result.at}`, { row, step });
    }
  });
  const lastBefore = (file: number, at: number): number =>
    Math.max(
      0,
      rows.findLastIndex(
        ({ steps: [first] }) => first !== undefined && first.file === file && first.at <= at,
      ),
    );
  return {
    rows,
    counts: Object.fromEntries(
      (Object.keys(FILTERS) as Filter[]).map((filter) => [filter, steps.filter(FILTERS[filter]).length]),
    ) as Record<Filter, number>,
    rowAt: (file, at) => places.get(`${file} ${at}`)?.row ?? lastBefore(file, at),
    stepAt: (file, at) => places.get(`${file} ${at}`)?.step ?? null,
    ofTurn,
  };
}
