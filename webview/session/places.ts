/** Where a person is led on the page: to a turn, or to a line that was found. */
import { bring, follow, letGo, reveal, showWithin } from '../shared/virtual';
import type { View } from './tab';

/** Brings the chosen turn into view, in the tab it was chosen for. */
export function showTurn({ state, detail }: View): void {
  const { tab, turn } = state;
  letGo();
  if (tab === 'details') bring('turns', turn, () => reveal('turns'));
  if (tab === 'transcript') bring('lines', detail?.chart[turn]?.line ?? 0, () => reveal('lines'));
}

/**
 * Brings a line that was found into view, then the place in it that says the text: that is there when the text has come, and moves while
 * the rows above are measured.
 */
export function showFound(line: number): void {
  letGo();
  bring('lines', line, () => {
    reveal('lines');
    follow('lines', showMark);
  });
}

function showMark(): void {
  const list = document.getElementById('lines');
  const place = list?.querySelector('.said.found mark');
  if (list && place?.checkVisibility() === true) showWithin(list, place);
}
