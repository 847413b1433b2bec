/** A long list of which only what is seen is on the page. */
import { virtualize, virtualizerRef, type VirtualizerHostElement } from '@lit-labs/virtualizer/virtualize.js';
import { html, type TemplateResult } from 'lit';

export interface VirtualList {
  id: string;
  /** `rowgroup` inside a table, `group` of articles: a feed must have some, and one out of sight has none. */
  role: 'rowgroup' | 'group';
  label?: string;
  total: number;
  row: (at: number) => TemplateResult;
  /** Rows from one place to another are on the screen. */
  seen: (first: number, last: number) => void;
}

/** Fewer rows than these are all on the page, in a list as high as they are. */
const FEW = 40;

export const virtualList = ({ id, role, label, total, row, seen }: VirtualList): TemplateResult =>
  total <= FEW
    ? html`<div id=${id} role=${role} class="body few" aria-label=${label ?? id}>
        ${Array.from({ length: total }, (_, at) => row(at))}
      </div>`
    : html`<div
        id=${id}
        role=${role}
        class="body"
        tabindex="0"
        aria-label=${label ?? id}
        @rangeChanged=${(event: Event & { first?: number; last?: number }) => seen(event.first ?? 0, event.last ?? 0)}
      >
        ${virtualize({
          scroller: true,
          items: Array.from({ length: total }, (_, at) => at),
          renderItem: row,
        })}
      </div>`;

/** Brings a row of a list to its top; false while the list, or the row in it, is not there. */
export function scrollTo(id: string, at: number): boolean {
  const list: (HTMLElement & VirtualizerHostElement) | null = document.getElementById(id);
  const virtualizer = list?.[virtualizerRef];
  const row = virtualizer === undefined ? list?.children[at] : virtualizer.element(at);
  row?.scrollIntoView({ block: 'start' });
  return row !== undefined;
}
