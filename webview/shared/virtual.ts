/** A long list of which only what is seen is on the page. */
import { virtualize, virtualizerRef, type VirtualizerHostElement } from '@lit-labs/virtualizer/virtualize.js';
import { html, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { t } from './l10n';

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

/** Fewer rows than these are all on the page. */
const FEW = 40;

/** The rows of a virtual list that are on the page. */
const ranges = new WeakMap<Element, { first: number; last: number }>();

/** Rows that are to be brought into view as soon as their list has them. */
const wanted = new Map<string, { at: number; there: () => void }>();
/** What is to be done whenever the rows of a list have been laid out, as long as nobody scrolls. */
const followed = new Map<string, () => void>();

/** Brings a row to the top of its list, now or as soon as the list has it; `there` is called then. */
export function scrollToRow(id: string, at: number, there: () => void): void {
  wanted.set(id, { at, there });
  attempt(id);
}

function attempt(id: string): void {
  const row = wanted.get(id);
  if (row === undefined || !scrollTo(id, row.at)) return;
  wanted.delete(id);
  row.there();
}

/** Does something now and whenever the rows of a list were laid out anew, until somebody scrolls or `cancelScrolling`. */
export function follow(id: string, work: () => void): void {
  followed.set(id, work);
  laidOut(id);
}

/** Nothing is to be brought into view any more. */
export function cancelScrolling(): void {
  wanted.clear();
  followed.clear();
}

/** The rows of a list are where they belong. */
function laidOut(id: string): void {
  attempt(id);
  if (!wanted.has(id)) followed.get(id)?.();
}

/** A list was rendered or has other rows: they are laid out and measured in the frames to come. */
function layingOut(id: string, list: HTMLElement & VirtualizerHostElement): void {
  if (!wanted.has(id) && !followed.has(id)) return;
  // A list that left the page in the meantime has nothing to lay out.
  list[virtualizerRef]?.layoutComplete.then(
    () => laidOut(id),
    () => undefined,
  );
}

/** Who scrolls looks at something else. */
for (const kind of ['wheel', 'pointerdown', 'keydown'] as const)
  document.addEventListener(kind, () => followed.clear(), { passive: true, capture: true });

/** A list that grows past `FEW` becomes another element: not while somebody is in it, and it stands where it stood. */
function isFew(id: string, total: number): boolean {
  if (total <= FEW) return true;
  const list = document.getElementById(id);
  if (list === null || !list.classList.contains('few')) return false;
  if (list.contains(document.activeElement)) return true;
  const top = list.getBoundingClientRect().top;
  const first = [...list.children].findIndex((row) => row.getBoundingClientRect().bottom > top + 1);
  if (list.scrollTop > 0 && !wanted.has(id)) wanted.set(id, { at: first, there: () => undefined });
  return false;
}

/** A list; groups of articles have a way past them for those who go by Tab, for their rows hold many links. */
export const virtualList = (list: VirtualList): TemplateResult =>
  list.role === 'rowgroup'
    ? rowsOf(list)
    : html`<button
          type="button"
          class="link skip"
          @click=${() => document.getElementById(`after-${list.id}`)?.focus()}
        >
          ${t('Skip “{0}”', list.label ?? list.id)}
        </button>
        ${rowsOf(list)}<span id="after-${list.id}" tabindex="-1"></span>`;

function rowsOf({ id, role, label, total, row, seen }: VirtualList): TemplateResult {
  // A list of few is on the page as soon as it is rendered.
  if (wanted.has(id) || followed.has(id)) queueMicrotask(() => laidOut(id));
  if (isFew(id, total)) {
    if (total > FEW) seen(0, total - 1);
    return html`<div id=${id} role=${role} class="body few" aria-label=${label ?? id} ${ref(stopIfScrolled)}>
      ${Array.from({ length: total }, (_, at) => row(at))}
    </div>`;
  }
  return html`<div
    id=${id}
    role=${role}
    class="body"
    tabindex="0"
    aria-label=${label ?? id}
    @rangeChanged=${(event: Event & { first?: number; last?: number }) => {
      const [first, last] = [event.first ?? 0, event.last ?? 0];
      if (event.currentTarget instanceof HTMLElement) {
        ranges.set(event.currentTarget, { first, last });
        layingOut(id, event.currentTarget);
      }
      // A list that is laid out anew shows none for a moment.
      if (first >= 0) seen(first, last);
    }}
  >
    ${virtualize({
      scroller: true,
      items: Array.from({ length: total }, (_, at) => at),
      renderItem: row,
    })}
  </div>`;
}

/** Brings a row to the top of its list, and moves nothing else; false while the list, or the row in it, is not there. */
function scrollTo(id: string, at: number): boolean {
  const list: (HTMLElement & VirtualizerHostElement) | null = document.getElementById(id);
  if (list === null) return false;
  const virtualizer = list[virtualizerRef];
  const range = ranges.get(list);
  if (virtualizer !== undefined && range === undefined) return false;
  const { first, last } = range ?? { first: 0, last: Infinity };
  if (virtualizer !== undefined && (at < first || at > last)) {
    const row = virtualizer.element(at);
    // A row that is not on the page moves only its list.
    row?.scrollIntoView({ block: 'start' });
    return row !== undefined;
  }
  const rows = [...list.children].filter((row) => !row.hasAttribute('virtualizer-sizer'));
  const row = rows[at - first];
  if (row !== undefined) list.scrollTop += row.getBoundingClientRect().top - list.getBoundingClientRect().top;
  return row !== undefined;
}

/** Brings a list into the window, as far as it is not there. */
export const reveal = (id: string): void =>
  document.getElementById(id)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });

/** Scrolls what holds a place, up to its list and no further, until the place is seen; true when it was. */
export function showWithin(list: Element, place: Element): boolean {
  let seen = true;
  for (let box = place.parentElement; box !== null; box = box === list ? null : box.parentElement) {
    if (box.scrollHeight <= box.clientHeight || getComputedStyle(box).overflowY === 'visible') continue;
    const [inner, outer] = [place.getBoundingClientRect(), box.getBoundingClientRect()];
    if (inner.top >= outer.top && inner.top + Math.min(inner.height, LINE) <= outer.bottom) continue;
    const before = box.scrollTop;
    box.scrollTop += inner.top - outer.top - outer.height / 3;
    if (box.scrollTop !== before) seen = false;
  }
  return seen;
}
/** Of a place, so much must be seen, in px. */
const LINE = 16;

/** Boxes whose text may be too long for them: such a one can be reached by Tab, to scroll it; the others are no stop on the way. */
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollHeight > target.clientHeight) target.setAttribute('tabindex', '0');
    else if (target !== document.activeElement) target.removeAttribute('tabindex');
  }
});
export const stopIfScrolled = (box: Element | undefined): void => {
  if (box !== undefined) sizes.observe(box);
};
