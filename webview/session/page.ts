/** The session page's frame: what failed, which session it is, the tabs, and the one that is chosen. */
import { html, nothing, type TemplateResult } from 'lit';
import { callOf } from '../shared/questions';
import { tabOf, titlesOf } from '../shared/tab';
import { tabPanel, tabs } from '../shared/tabs';
import { shown } from '../shared/text';
import { footer, header } from './header';
import { STORY, type Actions, type Tab, type View } from './tab';
import { TABS } from './tabs/index';
import { t } from '../shared/l10n';

export const chosenTab = ({ state }: View) => tabOf(TABS, state.tab);

/** What the page asks: that of the tab, and what its head shows on every tab. */
export const asksOf = (view: View): ReturnType<Tab['asks']> => {
  const asks = chosenTab(view).asks(view);
  return asks.includes(STORY) ? asks : [...asks, STORY];
};

export function page(view: View, actions: Actions): TemplateResult {
  const { detail } = view;
  const tab = chosenTab(view);
  const failure = failures(view);
  const failed = failure === '' ? nothing : html`<p class="failed" role="alert">${shown(failure)}</p>`;
  if (detail === undefined)
    return html`${failed}
      <p class="empty">${t('Reading the session…')}</p>`;
  if (detail === null) {
    return html`${failed}
      <p class="empty">${t('This session’s log is not on disk.')}</p>`;
  }
  return html`
    ${failed} ${header(detail, view, actions)}
    ${tabs(t('Session'), titlesOf(TABS, view), tab.id, (id) => actions.keep({ tab: id }))}
    ${tabPanel(tab.id, tab.view(view, actions))} ${footer(detail)}
  `;
}

/** What to say of failures on the tab that is shown. */
function failures(view: View): string {
  const tab = chosenTab(view);
  const all = [
    view.trouble,
    ...tab.asks(view).map((one) => view.questions.failure(callOf(one))),
    tab.failure?.(view) ?? null,
  ];
  return [...new Set(all.filter((one) => one !== null))].join(' ');
}
