/** The session page's frame: what failed, which session it is, the tabs, and the one that is chosen. */
import { html, nothing, type TemplateResult } from 'lit';
import { notLoaded } from '../shared/parts';
import { callOf } from '../shared/questions';
import { tabOf, titlesOf } from '../shared/tab';
import { tabPanel, tabs } from '../shared/tabs';
import { shown } from '../shared/text';
import { header } from './header';
import { STORY, type Actions, type Tab, type View } from './tab';
import { TABS } from './tabs/index';
import { TITLES } from './titles';
import { t } from '../shared/l10n';

/** The tab that is shown; null until it is loaded. */
export function chosenTab({ contents, state }: View): Tab | null {
  const { id } = tabOf(TITLES, state.tab);
  return [...TABS, ...(contents?.TABS ?? [])].find((tab) => tab.id === id) ?? null;
}

/** What the page asks: that of the tab, and what its head shows on every tab. */
export function asksOf(view: View): ReturnType<Tab['asks']> {
  const asks = chosenTab(view)?.asks(view) ?? [];
  return asks.includes(STORY) ? asks : [...asks, STORY];
}

export function page(view: View, actions: Actions): TemplateResult {
  const { detail, contents } = view;
  const failure = failures(view);
  const failed = html`${failure === '' ? nothing : html`<p class="failed" role="alert">${shown(failure)}</p>`}
  ${view.unloaded === null ? nothing : notLoaded(view.unloaded, actions.load)}`;
  if (detail === undefined)
    return html`${failed}
      <p class="empty">${t('Reading the session…')}</p>`;
  if (detail === null) {
    return html`${failed}
      <p class="empty">${t('This session’s log is not on disk.')}</p>`;
  }
  const { id } = tabOf(TITLES, view.state.tab);
  return html`
    ${failed} ${header(detail, view, actions)}
    ${tabs<string>(t('Session'), titlesOf(TITLES, view), id, (tab) => actions.keep({ tab }))}
    ${tabPanel(id, chosenTab(view)?.view(view, actions) ?? coming(view))}
    ${contents?.footer(detail) ?? nothing}
  `;
}

/** In place of a tab that is not loaded yet; nothing where it cannot be. */
const coming = ({ unloaded }: View): TemplateResult | typeof nothing =>
  unloaded === null ? html`<p class="empty" aria-busy="true">${t('Loading…')}</p>` : nothing;

function failures(view: View): string {
  const tab = chosenTab(view);
  const all = [
    view.trouble,
    ...(tab?.asks(view) ?? []).map((one) => view.questions.failure(callOf(one))),
    tab?.failure?.(view) ?? null,
  ];
  return [...new Set(all.filter((one) => one !== null))].join(' ');
}
