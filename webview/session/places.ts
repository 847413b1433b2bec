/** Where a person is led on the page: to a turn, or to a line that was found. */
import { scrollToRow, follow, cancelScrolling, reveal, showWithin } from '../shared/virtual';
import { ephemeral } from '../shared/own';
import type { Actions, Led, View } from './tab';
import { filterState } from './transcript/state';
import { leaveEnd } from './transcript/tail';

/** The turn, or the row, the transcript is to show as soon as its rows are known; null when there is none. */
let awaited: { turn: number; row: number | null } | null = null;

/** The row of the transcript a person was led to, and the step in it, which is marked; null for none. */
export const LED_TO = ephemeral<Led | null>(null);

/** Brings the chosen turn into view, in the tab it was chosen for; of the transcript the row, whatever filters are pressed. */
export function showTurn(view: View, actions: Actions, led: Led | null = null): void {
  const row = led?.row ?? null;
  if (row !== null && filterState.read(view).only.length > 0)
    actions.keep(filterState.with(view, { only: [] }));
  const { tab, turn } = view.state;
  cancelScrolling();
  if (tab === 'details') scrollToRow('turns', turn, () => reveal('turns'));
  if (tab !== 'transcript') return;
  awaited = { turn, row };
  view.memory.set(LED_TO, led);
  showAwaitedTurn(view);
}

/** Shows the turn that is waited for, once it is known on which row it begins; true when there was one. */
export function showAwaitedTurn({ answers }: View): boolean {
  if (awaited === null || answers.cards === undefined) return awaited !== null;
  const { ofTurn, total, only } = answers.cards;
  const led = awaited.row;
  // Rows are numbered among all: the answer to the filters of before says nothing of them.
  if (led !== null && only.length > 0) return true;
  const row = Math.min(led ?? ofTurn[awaited.turn] ?? total - 1, total - 1);
  leaveEnd();
  if (total > 0)
    scrollToRow('lines', row, () => {
      reveal('lines');
      if (led === null) return;
      focusRow(row);
      follow('lines', () => showLed(row));
    });
  awaited = null;
  return true;
}

/** Gives a row the focus, as soon as it is drawn: who goes on with the keyboard, or listens, is there. */
const focusRow = (row: number): void =>
  void requestAnimationFrame(() => (ledStep() ?? rowElement(row))?.focus({ preventScroll: true }));

/** What opens the step a person was led to, where it is one of several in its row. */
const ledStep = (): HTMLElement | null => document.querySelector('#lines .step.led > .line > .head');

/** Its row is opened after it was brought into view: then the step takes the focus from it, once. */
function showLed(row: number): void {
  const list = document.getElementById('lines');
  const step = ledStep();
  if (list === null || step === null) return;
  showWithin(list, step);
  const { activeElement } = document;
  if (
    activeElement !== null &&
    [rowElement(row), step.closest('article')].includes(activeElement as HTMLElement)
  )
    step.focus({ preventScroll: true });
}

/** What takes the focus of a row: what opens it, else the row itself; null while the row is not on the page. */
export function rowElement(row: number): HTMLElement | null {
  const article = document.querySelector<HTMLElement>(`#lines [data-row="${row}"]`);
  return article?.querySelector<HTMLElement>('.line > button') ?? article;
}

/**
 * Brings the row of a line that was found into view, then the place in it that says the text: that is there when the text has come, and moves while
 * the rows above are measured.
 */
export function showFound(row: number): void {
  cancelScrolling();
  leaveEnd();
  scrollToRow('lines', row, () => {
    reveal('lines');
    follow('lines', showMark);
  });
}

function showMark(): void {
  const list = document.getElementById('lines');
  const place = list?.querySelector('.said.found mark');
  if (list && place?.checkVisibility() === true) showWithin(list, place);
}
