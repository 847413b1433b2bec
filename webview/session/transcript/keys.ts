/** The keys of the transcript, for those who read without a mouse. */
import { scrollToRow, cancelScrolling } from '../../shared/virtual';
import type { Actions, View } from '../tab';
import { rowElement } from '../places';
import { openAll, toggleFilter } from './bar';
import { contextOf } from './rows';
import { copyStep } from './load';
import { KEYS_SHOWN } from './state';
import { CARDS } from './list';
import { leaveEnd, toEnd } from './tail';
import { getOwn } from '../../../src/log/own';

interface Standing {
  view: View;
  actions: Actions;
  /** Number of the row that has the focus; of the first that is seen when none has. */
  row: number;
  /** True when it has the focus. */
  focused: boolean;
}

const total = ({ view }: Standing): number => view.answers.cards?.total ?? 0;

/** Brings a row into view and gives it the focus. */
function goTo(row: number, standing: Standing): void {
  const at = Math.min(Math.max(0, row), total(standing) - 1);
  leaveEnd();
  cancelScrolling();
  const there = (): void => rowElement(at)?.focus({ preventScroll: true });
  const article = rowElement(at)?.closest('[data-row]') ?? null;
  if (article === null) return scrollToRow('lines', at, () => requestAnimationFrame(there));
  article.scrollIntoView({ block: 'nearest' });
  there();
}

function promptRow(by: 1 | -1, { view, row }: Standing): number {
  const rows = view.answers.cards?.ofTurn ?? [];
  return (by === 1 ? rows.find((one) => one > row) : rows.findLast((one) => one < row)) ?? row;
}

const stepAt = ({ view, row }: Standing) => view.questions.rows(CARDS).get(row)?.steps[0];

const KEYS: Readonly<Record<string, (standing: Standing) => void>> = {
  j: (standing) => goTo(standing.focused ? standing.row + 1 : standing.row, standing),
  k: (standing) => goTo(standing.row - 1, standing),
  ']': (standing) => goTo(promptRow(1, standing), standing),
  '[': (standing) => goTo(promptRow(-1, standing), standing),
  '/': () => document.getElementById('find')?.focus(),
  n: ({ actions }) => actions.step(1),
  N: ({ actions }) => actions.step(-1),
  c(standing) {
    const step = stepAt(standing);
    if (step !== undefined) copyStep(step, contextOf(standing.view, standing.actions, '', false));
  },
  l(standing) {
    const step = stepAt(standing);
    if (step !== undefined) standing.actions.openLine(step.at, step.file);
  },
  t: ({ view, actions }) => toggleFilter('thinking', view, actions),
  e: ({ view, actions }) => openAll(view, actions),
  G: ({ view }) => toEnd(view),
  '?': ({ view: { memory } }) => memory.set(KEYS_SHOWN, !memory.get(KEYS_SHOWN)),
};

/** Fields take what is typed. */
const isField = (target: EventTarget | undefined): boolean =>
  target instanceof HTMLElement &&
  (/^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable);

/** The row that has the focus, or is the first that is seen. */
function rowAt(): { row: number; focused: boolean } | null {
  const list = document.getElementById('lines');
  if (list === null) return null;
  const focused = document.activeElement?.closest<HTMLElement>('#lines [data-row]') ?? null;
  const top = list.getBoundingClientRect().top + 1;
  const row =
    focused ??
    [...list.querySelectorAll<HTMLElement>('[data-row]')].find(
      (one) => one.getBoundingClientRect().bottom > top,
    );
  return row === undefined ? null : { row: Number(row.dataset['row']), focused: focused !== null };
}

/** Right and left go through what can be done with the step that has the focus. */
function throughActions(event: KeyboardEvent): boolean {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  const step = by === 0 ? null : document.activeElement?.closest('#lines .step');
  if (!step) return false;
  const own = [...step.querySelectorAll<HTMLElement>(':scope > .acts button, :scope > .line > .acts button')];
  const at = own.indexOf(document.activeElement as HTMLElement) + by;
  const next = at < 0 ? step.querySelector<HTMLElement>('.line > button') : own[at];
  next?.focus();
  return next != null;
}

export function transcriptKeys(view: View, actions: Actions): void {
  document.addEventListener('keydown', (event) => {
    if (view.state.tab !== 'transcript' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isField(event.composedPath()[0])) return;
    if (event.key === 'Escape' && view.memory.get(KEYS_SHOWN)) return view.memory.set(KEYS_SHOWN, false);
    const work = getOwn(KEYS, event.key);
    const at = work === undefined ? null : rowAt();
    if (work !== undefined && at !== null) work({ view, actions, ...at });
    else if (!throughActions(event)) return;
    event.preventDefault();
    // VS Code listens on the window.
    event.stopPropagation();
  });
}
