/** The list by keyboard, and the sessions that were picked in it: to compare two, or to star them. */
import { html, nothing } from 'lit';
import type { FoundSession } from '../../../src/questions/findSessions';
import { t } from '../../shared/l10n';
import { ephemeral } from '../../shared/own';
import { scrollToRow } from '../../shared/virtual';
import type { Actions, View } from '../tab';

const picked = ephemeral<readonly string[]>([]);
const chosen = ephemeral(0);

export const pickedIds = ({ memory }: View): readonly string[] => memory.get(picked);
/** The row that Tab comes to; a list may have become shorter since it was chosen. */
export const chosenRow = ({ memory }: View, total: number): number =>
  Math.max(0, Math.min(memory.get(chosen), total - 1));

export function togglePicked({ memory }: View, id: string): void {
  const ids = memory.get(picked);
  memory.set(picked, ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]);
}

export interface Standing {
  view: View;
  actions: Actions;
  rows: ReadonlyMap<number, FoundSession>;
  total: number;
}

/** Gives a row the focus, and brings it into view. */
function goTo(at: number, { view, total }: Standing): void {
  const next = Math.min(Math.max(0, at), total - 1);
  view.memory.set(chosen, next);
  const rowOf = (): HTMLElement | null => document.querySelector(`#found [data-row="${next}"]`);
  const there = (): void => rowOf()?.focus({ preventScroll: true });
  if (rowOf() === null) return scrollToRow('found', next, () => requestAnimationFrame(there));
  rowOf()?.scrollIntoView({ block: 'nearest' });
  there();
}

/** Rows of a page, about. */
const PAGE = 15;

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE,
  PageUp: -PAGE,
  Home: -Infinity,
  End: Infinity,
};

/** The two sessions that `c` compares: those that are picked, or the one that is and the one with the focus. */
export function sessionsToCompare(
  ids: readonly string[],
  focused: string | undefined,
): [string, string] | null {
  const both = ids.length === 1 && focused !== undefined && focused !== ids[0] ? [...ids, focused] : ids;
  const [a, b] = both;
  return both.length === 2 && a !== undefined && b !== undefined ? [a, b] : null;
}

export function onListKey(event: KeyboardEvent, standing: Standing): void {
  const { view, actions, rows, total } = standing;
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest('.head') !== null) return;
  const focused = target.closest<HTMLElement>('[data-row]')?.dataset['row'];
  const at = focused === undefined ? chosenRow(view, total) : Number(focused);
  const one = rows.get(at);
  const step = STEPS[event.key];
  if (step !== undefined) {
    event.preventDefault();
    // Who comes from outside begins with the row that was left.
    return goTo(focused === undefined ? at : at + step, standing);
  }
  // A button or a box in a row does what it does.
  if (target.closest('button, input') !== null && event.key !== 'c' && event.key !== 's') return;
  const act: Readonly<Record<string, () => void>> = {
    Enter: () => one && actions.openSession(one.id),
    ' ': () => one && togglePicked(view, one.id),
    s: () => one && actions.star(one.id, !one.starred),
    c: () => compare(sessionsToCompare(pickedIds(view), one?.id), view, actions),
  };
  const what = act[event.key];
  if (what === undefined) return;
  event.preventDefault();
  what();
}

function compare(two: [string, string] | null, { memory }: View, actions: Actions): void {
  if (two === null) return;
  memory.set(picked, []);
  actions.compare(...two);
}

/** What can be done with the sessions that are picked. */
export function pickedBar(view: View, actions: Actions): unknown {
  const ids = pickedIds(view);
  if (ids.length === 0) return nothing;
  return html`<div class="picked-bar" role="toolbar" aria-label=${t('Selected sessions')}>
    <b>${t('{0} selected', ids.length)}</b>
    <vscode-button
      ?disabled=${ids.length !== 2}
      @click=${() => compare(sessionsToCompare(ids, undefined), view, actions)}
      >${t('Compare')}</vscode-button
    >
    <vscode-button secondary @click=${() => ids.forEach((id) => actions.star(id, true))}
      >${t('Star')}</vscode-button
    >
    <vscode-button secondary @click=${() => view.memory.set(picked, [])}
      >${t('Clear selection')}</vscode-button
    >
  </div>`;
}
