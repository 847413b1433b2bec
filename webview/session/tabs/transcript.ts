/** Transcript: what was said and done, as cards; only what is seen is on the page. Text from the log stays text. */
import { html, type TemplateResult } from 'lit';
import { t } from '../../shared/l10n';
import { virtualList } from '../../shared/virtual';
import { LED_TO, showAwaitedTurn } from '../places';
import { SLOW_MS, type Actions, type Led, type Tab, type View } from '../tab';
import { bar, keyList, rail } from '../transcript/bar';
import { isCut } from '../transcript/card';
import { CARDS } from '../transcript/list';
import { loadMore } from '../transcript/load';
import { contextOf, openRow, rowOf } from '../transcript/rows';
import { filterState } from '../transcript/state';
import { keepUp, newItemsButton } from '../transcript/tail';

export const transcriptTab: Tab = {
  id: 'transcript',
  asks: (view) => [
    { list: CARDS, args: { of: '', only: filterState.read(view).only } },
    { call: 'prompts', args: {}, every: SLOW_MS },
  ],
  view: content,
  draw(view, actions) {
    const atTurn = showAwaitedTurn(view);
    keepUp(view, atTurn);
    openLedTo(view, actions);
    loadFound(view, actions);
  },
  failure: ({ unsearched }) => unsearched,
};

function content(view: View, actions: Actions): TemplateResult {
  const { detail, answers } = view;
  const total = answers.cards?.total;
  if (detail?.row.gone === true)
    return html`<p class="empty">
      ${t('The log of this session was deleted, and no copy was kept: what was said can no longer be shown. To keep copies from now on, turn on {0} in the settings.', 'vigil.vault.enabled')}
    </p>`;
  if (total === undefined) return html`<p class="empty" aria-busy="true">${t('Reading the log…')}</p>`;
  const isFiltered = filterState.read(view).only.length > 0;
  if (total === 0 && !isFiltered) return html`<p class="empty">${t('Nothing was said yet.')}</p>`;
  const rows = view.questions.rows(CARDS);
  return html`<div class="transcript">
    ${rail(view, actions)}
    <div class="main">
      <h2 class="unseen">${t('What was said')}</h2>
      ${bar(view, actions)} ${keyList(view)}
      ${
        total === 0
          ? html`<p class="empty">${t('Nothing matches the filters above.')}</p>`
          : virtualList({
              id: 'lines',
              role: 'group',
              label: t('What was said'),
              total,
              seen: (first, last) => view.questions.seen(CARDS, first, last),
              row: (at) => oneRow(at, rows.get(at), view, actions),
            })
      }
      ${newItemsButton(view)}
    </div>
  </div>`;
}

function oneRow(
  at: number,
  row: Parameters<typeof rowOf>[0] | undefined,
  view: View,
  actions: Actions,
): TemplateResult {
  const found = view.findings?.row === at;
  const led = view.findings === null ? view.memory.get(LED_TO) : null;
  const step = led?.row === at && row?.run === 'look' ? row.steps[led.step ?? -1] : undefined;
  return html`<article
    class="said ${found || (led?.row === at && step === undefined) ? 'found' : ''}"
    data-row=${at}
    data-turn=${row?.turn ?? ''}
    tabindex="-1"
    aria-posinset=${at + 1}
    aria-setsize=${view.answers.cards?.total ?? 0}
  >
    ${row === undefined ? html`<p class="empty">…</p>` : rowOf(row, { ...contextOf(view, actions, '', found), led: step?.key })}
  </article>`;
}

/** The row that was opened because a person was led to it: once, so that it can be closed. */
let opened: Led | null = null;

/** Opens the row a person was led to, as soon as it is there. */
function openLedTo(view: View, actions: Actions): void {
  const led = view.memory.get(LED_TO);
  if (led === opened) return;
  const row = led === null ? undefined : view.questions.rows(CARDS).get(led.row);
  if (led !== null && row === undefined) return;
  opened = led;
  if (row === undefined) return;
  openRow(row, contextOf(view, actions, '', false));
  const step = row.run === 'look' ? row.steps[led?.step ?? -1] : undefined;
  // What was opened is kept: it is another state by now.
  if (step !== undefined) openRow({ ...row, run: null, steps: [step] }, contextOf(view, actions, '', false));
}

/** What was found may stand in a part of a text that is not there yet: it is loaded. */
const FOUND_SCALE = 100;
let sought = '';

function loadFound(view: View, actions: Actions): void {
  const at = view.findings?.row ?? null;
  const row = at === null ? undefined : view.questions.rows(CARDS).get(at);
  const wanted = view.findings?.text.toLowerCase() ?? '';
  if (row === undefined || at === null || `${at} ${wanted}` === sought) return;
  sought = `${at} ${wanted}`;
  const context = contextOf(view, actions, '', true);
  for (const step of row.steps) {
    const texts = [
      step.text,
      ...step.input.map(({ value }) => value),
      ...step.sides.flatMap((side) => [side.before, side.after]),
    ];
    const has = texts.some(
      ({ text, tail }) => text.toLowerCase().includes(wanted) || tail.toLowerCase().includes(wanted),
    );
    if (!has && (texts.some(isCut) || step.moreLines > 0)) loadMore(step, context, FOUND_SCALE);
  }
}
