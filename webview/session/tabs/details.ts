/** Details: what measures say, how the session went turn by turn, what filled its context, and which files it read and changed. */
import { html, type TemplateResult } from 'lit';
import { contextPart } from '../details/context';
import { filesPart } from '../details/files';
import { measuresPart } from '../details/measures';
import { timelinePart } from '../details/timeline';
import { t } from '../../shared/l10n';
import { link } from '../../shared/parts';
import { callOf } from '../../shared/questions';
import type { Details, Tab, View } from '../tab';

const PARTS: readonly Details[] = [measuresPart, timelinePart, contextPart, filesPart];

/** What the page holds, by the headings of its parts: it is long. */
const contents = (view: View): TemplateResult =>
  html`<nav class="contents" aria-label=${t('On this page')}>
    ${PARTS.flatMap((part) => part.headings(view)).map(([id, name]) => link(name, () => goToHeading(id)))}
  </nav>`;

function goToHeading(id: string): void {
  const heading = document.getElementById(id);
  if (heading === null) return;
  heading.scrollIntoView();
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

export const detailsTab: Tab = {
  id: 'details',
  asks: (view) => [
    ...new Map(PARTS.flatMap((part) => part.asks(view)).map((one) => [callOf(one), one])).values(),
  ],
  view: (view, actions) => html`${contents(view)}${PARTS.map((part) => part.view(view, actions))}`,
  draw: (view, actions) => PARTS.forEach((part) => part.draw?.(view, actions)),
};
