/** Following the end of the transcript: a live session opens at it, and stays there until somebody scrolls away. */
import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../shared/l10n';
import { ephemeral } from '../../shared/own';
import type { View } from '../tab';
import { icon } from './card';

/** Rows that came while somebody read further up. */
const NEW = ephemeral(0);

/** So near to its end, in px, a list is at it. */
const NEAR = 32;
/** What scrolls a list so long after somebody did something with it was that somebody, ms. */
const BY_HAND_MS = 500;

const now = { list: null as HTMLElement | null, following: false, total: 0, only: '', touched: 0 };

const distance = (list: HTMLElement): number => list.scrollHeight - list.clientHeight - list.scrollTop;

for (const kind of ['wheel', 'pointerdown', 'keydown', 'touchmove'] as const)
  document.addEventListener(kind, () => void (now.touched = performance.now()), {
    passive: true,
    capture: true,
  });

/** Goes to the end and stays there. */
export function toEnd({ memory, answers }: View): void {
  now.following = true;
  // The key or the click that asked for the end is not somebody scrolling away.
  now.touched = -Infinity;
  if (memory.get(NEW) > 0) memory.set(NEW, 0);
  stick(answers.cards?.total ?? 0);
}

/** A list is laid out in several frames, and once more when its rows were measured, ms. */
const AGAIN_MS = [0, 60, 200, 600];

/** Brings the last row to the bottom. Not whenever rows are laid out: that lays them out again. */
function stick(total: number): void {
  for (const ms of AGAIN_MS)
    setTimeout(() => {
      const { list } = now;
      if (!now.following || list === null || now.total !== total || distance(list) < 2) return;
      // The list alone: a row brought into view would take the page with it, and its head out of reach.
      list.scrollTo({ top: list.scrollHeight });
    }, ms);
}

/** After each rendering: looks whether the list is another, or has more rows. `atTurn`: somebody is led elsewhere. */
export function keepUp(view: View, atTurn: boolean): void {
  const list = document.getElementById('lines');
  const total = view.answers.cards?.total;
  if (list === null || total === undefined) return void (now.list = null);
  fill(list);
  // Of another filter than is pressed until the answer comes.
  const only = view.answers.cards?.only.join(' ') ?? '';
  const isNew = list !== now.list || only !== now.only;
  if (list !== now.list) list.addEventListener('scroll', () => scrolled(list, view), { passive: true });
  const opened = now.list === null;
  const grown = isNew ? 0 : total - now.total;
  Object.assign(now, { list, only, total });
  if (opened) now.following = !atTurn && view.detail?.row.state !== 'ended';
  if (now.following) stick(total);
  else if (grown > 0) view.memory.set(NEW, view.memory.get(NEW) + grown);
  requestAnimationFrame(() => markTurn(list));
}

/** Another place is shown: the end is not followed. */
export const leaveEnd = (): void => void (now.following = false);

/** The list fills the window below what stands above it. */
function fill(list: HTMLElement): void {
  const top = list.getBoundingClientRect().top + document.documentElement.scrollTop + document.body.scrollTop;
  const height = `${Math.max(360, window.innerHeight - Math.round(top) - 16)}px`;
  if (list.style.getPropertyValue('--list-height') !== height)
    list.style.setProperty('--list-height', height);
  const railList = document.querySelector<HTMLElement>('.rail');
  if (railList !== null && railList.style.getPropertyValue('--list-height') !== height)
    railList.style.setProperty('--list-height', height);
}

function scrolled(list: HTMLElement, view: View): void {
  const near = distance(list) < NEAR;
  if (near) {
    now.following = true;
    if (view.memory.get(NEW) > 0) view.memory.set(NEW, 0);
  } else if (performance.now() - now.touched < BY_HAND_MS) now.following = false;
  markTurn(list);
}

/** Scrolls the rail, and nothing around it, so far that the prompt is seen. */
function bringIntoRail(prompt: HTMLElement): void {
  const rail = prompt.closest<HTMLElement>('.rail');
  if (rail === null) return;
  const [own, around] = [prompt.getBoundingClientRect(), rail.getBoundingClientRect()];
  if (own.top < around.top) rail.scrollTop -= around.top - own.top;
  else if (own.bottom > around.bottom) rail.scrollTop += own.bottom - around.bottom;
  // A prompt is seen whole or not at all.
  const first = [...rail.querySelectorAll('li')].find(
    (one) => one.getBoundingClientRect().bottom > around.top + 1,
  );
  const over = first === undefined ? 0 : around.top - first.getBoundingClientRect().top;
  if (first !== undefined && over > 1) rail.scrollTop += first.getBoundingClientRect().height - over;
}

/** Makes one of the prompts the stop for Tab, the first if there is none: the rail would else have a stop for each. */
export function stopAt(prompts: readonly HTMLElement[], stop: HTMLElement | undefined): void {
  for (const one of prompts) one.tabIndex = one === (stop ?? prompts[0]) ? 0 : -1;
}

/** Marks the prompt on the rail whose steps are at the top of the list. */
function markTurn(list: HTMLElement): void {
  const top = list.getBoundingClientRect().top + 24;
  const rows = [...list.querySelectorAll<HTMLElement>('[data-turn]')];
  const below = list.getBoundingClientRect().bottom;
  // At the end of the list the last prompt is the one that is read, however short what came of it.
  const row =
    distance(list) < NEAR
      ? rows.findLast((one) => one.dataset['turn'] !== '' && one.getBoundingClientRect().top < below)
      : rows.find((one) => one.getBoundingClientRect().bottom > top);
  const turn = row?.dataset['turn'];
  const prompts = [...document.querySelectorAll<HTMLElement>('.rail [data-turn]')];
  stopAt(
    prompts,
    prompts.find((one) => one === document.activeElement) ??
      prompts.find((one) => one.dataset['turn'] === turn),
  );
  for (const one of prompts) {
    const isHere = one.dataset['turn'] === turn;
    if (isHere === (one.getAttribute('aria-current') === 'true')) continue;
    if (isHere) {
      one.setAttribute('aria-current', 'true');
      bringIntoRail(one);
    } else one.removeAttribute('aria-current');
  }
}

/** “3 new ↓”, when something came below. */
export const newItemsButton = (view: View): TemplateResult | typeof nothing => {
  const n = view.memory.get(NEW);
  return n === 0
    ? nothing
    : html`<button type="button" class="pill" @click=${() => toEnd(view)}>
        ${t('{0} new', n)} ${icon('arrow-down')}
      </button>`;
};
