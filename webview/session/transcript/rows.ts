/** The rows of the transcript: which card draws a step, what is open, what was loaded. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Card } from '../../../src/questions/shared/transcript/cards';
import type { StepView } from '../../../src/questions/shared/transcript/stepShape';
import type { CardRow } from '../../../src/questions/cards';
import { t, tn } from '../../shared/l10n';
import { toggled } from '../../shared/toggled';
import { link } from '../../shared/parts';
import { shown } from '../../shared/text';
import type { Actions, View } from '../tab';
import { agentCard } from './agent';
import type { CardContext } from './card';
import { editCard, readCard, writeCard } from './code';
import { commandCard } from './command';
import {
  compactionCard,
  otherCard,
  planCard,
  questionCard,
  serverCard,
  skillCard,
  stoppedCard,
} from './other';
import { promptCard } from './prompt';
import { replyCard, thinkingCard, troubleCard } from './reply';
import { headOf, runCard } from './run';
import { searchCard, todoCard, webCard } from './search';
import { ALL, idOf, LOADED, NESTED } from './state';
import { copyStep, loadMore, loadNested } from './load';

const CARDS: Record<Card, (step: StepView, context: CardContext) => TemplateResult> = {
  prompt: promptCard,
  reply: replyCard,
  thinking: thinkingCard,
  read: readCard,
  edit: editCard,
  write: writeCard,
  command: commandCard,
  search: searchCard,
  todo: todoCard,
  agent: agentCard,
  web: webCard,
  question: questionCard,
  plan: planCard,
  skill: skillCard,
  server: serverCard,
  other: otherCard,
  compaction: compactionCard,
  stopped: stoppedCard,
  trouble: troubleCard,
};

/** True for a row with the text in it that is looked for: its cards are open. */
const has = (step: StepView, wanted: string): boolean => {
  const texts = [
    step.text,
    ...step.input.map(({ value }) => value),
    ...step.sides.flatMap(({ before, after }) => [before, after]),
  ];
  return (
    texts.some(
      ({ text, tail }) => text.toLowerCase().includes(wanted) || tail.toLowerCase().includes(wanted),
    ) || step.hunks.some(({ lines }) => lines.some((line) => line.toLowerCase().includes(wanted)))
  );
};

/** What cards are given: `found` for the row the search stands at. */
export function contextOf(view: View, actions: Actions, subAgent: string, found: boolean): CardContext {
  const { memory, state, findings } = view;
  const wanted = found ? (findings?.text ?? '') : '';
  const openOf = (step: StepView): boolean => {
    const all = memory.get(ALL);
    const first = all === null ? step.open : all === 'open';
    return first !== state.open.includes(idOf(subAgent, step));
  };
  const context: CardContext = {
    view,
    actions,
    subAgent,
    mark: wanted === '' ? undefined : marker(wanted),
    isOpen: (step) =>
      openOf(step) || (wanted !== '' && (step.key.startsWith('run ') || has(step, wanted.toLowerCase()))),
    toggle: (step) => actions.keep({ open: toggled(state.open, idOf(subAgent, step)).slice(-MOST_OPEN) }),
    more: (step) => loadMore(step, context),
    copy: (step) => copyStep(step, context),
    nested: (agent) => nested(agent, view, actions),
  };
  return context;
}
/** So many cards that were opened or closed are kept over a reload. */
const MOST_OPEN = 500;

/** Marks a text in others, whatever its case. One function for each text: what is rendered stays until another is looked for. */
function marker(wanted: string): (text: string) => unknown {
  if (last?.wanted === wanted) return last.mark;
  const mark = (text: string): unknown => {
    const lower = text.toLowerCase();
    // Some letters change their length with their case: then places do not fit, and nothing is marked.
    if (lower.length !== text.length) return text;
    const parts: unknown[] = [];
    let from = 0;
    for (
      let at = lower.indexOf(wanted.toLowerCase());
      at !== -1;
      at = lower.indexOf(wanted.toLowerCase(), from)
    ) {
      parts.push(text.slice(from, at), html`<mark>${text.slice(at, at + wanted.length)}</mark>`);
      from = at + wanted.length;
    }
    return parts.length === 0 ? text : [...parts, text.slice(from)];
  };
  last = { wanted, mark };
  return mark;
}
let last: { wanted: string; mark: (text: string) => unknown } | null = null;

/** What cards are given that are rendered for a file: nothing of the page. `stepsOf`: rows of a sub-agent. */
export function fileContext(view: View, subAgent: string, stepsOf: (agent: string) => unknown): CardContext {
  const none = (): void => undefined;
  return {
    view,
    // Nothing that is rendered for a file acts.
    actions: new Proxy({} as Actions, { get: () => none }),
    subAgent,
    mark: undefined,
    isOpen: ({ open }) => open,
    toggle: none,
    more: none,
    copy: none,
    nested: stepsOf,
    inFile: true,
  };
}

/** A step as it was loaded last. */
const newest = (step: StepView, { view, subAgent }: CardContext): StepView =>
  view.memory.get(LOADED).get(idOf(subAgent, step))?.step ?? step;

/** What one row shows. */
export function rowOf({ run, steps }: CardRow, context: CardContext): unknown {
  const one = (step: StepView): TemplateResult => CARDS[step.card](newest(step, context), context);
  return run === null ? steps.map(one) : runCard(steps, run, context, one);
}

/** Opens a row: of several steps what folds them, else the card of its step. */
export function openRow({ run, steps: [first] }: CardRow, { isOpen, toggle }: CardContext): void {
  if (first === undefined) return;
  const what = run === null ? first : headOf(first);
  if (!isOpen(what)) toggle(what);
}

function nested(agent: string, view: View, actions: Actions): unknown {
  const known = view.memory.get(NESTED).get(agent);
  const context = contextOf(view, actions, agent, false);
  if (known === undefined) {
    loadNested(agent, view);
    return html`<p class="empty">${t('Reading the log…')}</p>`;
  }
  return html`${known.rows.map((row) => html`<div class="nested">${rowOf(row, context)}</div>`)}
  ${known.failure === null ? nothing : html`<p class="failed">${shown(known.failure)}</p>`}
  ${known.rows.length < known.total ? link(tn(known.total - known.rows.length, 'Show {0} more step', 'Show {0} more steps'), () => loadNested(agent, view)) : nothing}`;
}
