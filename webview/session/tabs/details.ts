/** Details: what measures say, how the session went turn by turn, and which files it read and changed. */
import { html } from 'lit';
import { filesPart } from '../details/files';
import { measuresPart } from '../details/measures';
import { timelinePart } from '../details/timeline';
import { callOf } from '../../shared/questions';
import type { Details, Tab } from '../tab';

const PARTS: readonly Details[] = [measuresPart, timelinePart, filesPart];

export const detailsTab: Tab = {
  id: 'details',
  title: 'Details',
  asks: (view) => [
    ...new Map(PARTS.flatMap((part) => part.asks(view)).map((one) => [callOf(one), one])).values(),
  ],
  view: (view, actions) => html`${PARTS.map((part) => part.view(view, actions))}`,
  draw: (view, actions) => PARTS.forEach((part) => part.draw?.(view, actions)),
};
