/** Where a person is led on the page: to a turn, or to a line that was found. */
import { bring, follow, letGo, reveal, showWithin } from '../shared/virtual';
import type { View } from './tab';
import { leaveEnd } from './transcript/tail';

/** The turn, or the row, the transcript is to show as soon as its rows are known; null when there is none. */
let awaited: { turn: number; row: number | null } | null = null;

/** Brings the chosen turn into view, in the tab it was chosen for; of the transcript the row, unless only some rows are shown. */
export function showTurn(view: View, row: number | null = null): void {
  const { tab, turn } = view.state;
  letGo();
  if (tab === 'details') bring('turns', turn, () => reveal('turns'));
  if (tab !== 'transcript') return;
  awaited = { turn, row };
  settleTurn(view);
}

/** Shows the turn that is waited for, once it is known on which row it begins; true when there was one. */
export function settleTurn({ answers }: View): boolean {
  if (awaited === null || answers.cards === undefined) return awaited !== null;
  const { ofTurn, total, only } = answers.cards;
  const row = (only.length === 0 ? awaited.row : null) ?? ofTurn[awaited.turn] ?? total - 1;
  leaveEnd();
  if (total > 0) bring('lines', Math.min(row, total - 1), () => reveal('lines'));
  awaited = null;
  return true;
}

/**
 * Brings the row of a line that was found into view, then the place in it that says the text: that is there when the text has come, and moves while
 * the rows above are measured.
 */
export function showFound(row: number): void {
  letGo();
  leaveEnd();
  bring('lines', row, () => {
    reveal('lines');
    follow('lines', showMark);
  });
}

function showMark(): void {
  const list = document.getElementById('lines');
  const place = list?.querySelector('.said.found mark');
  if (list && place?.checkVisibility() === true) showWithin(list, place);
}
