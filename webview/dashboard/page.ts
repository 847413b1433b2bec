/** The dashboard's frame: what failed, the tabs, and the one that is chosen. */
import { html, nothing, type TemplateResult } from 'lit';
import { PageState } from '../../src/pages/dashboard/contract';
import { callOf } from '../shared/questions';
import { tabOf, titlesOf } from '../shared/tab';
import { tabPanel, tabs } from '../shared/tabs';
import { shown } from '../shared/text';
import { loading, type Actions, type View } from './tab';
import { TABS } from './tabs/index';

export const chosenTab = ({ state }: View) => tabOf(TABS, state.tab);

export function page(view: View, actions: Actions): TemplateResult {
  const tab = chosenTab(view);
  const failures = [
    view.trouble,
    ...tab.asks(view).map((one) => view.questions.failure(callOf(one))),
    tab.failure?.(view) ?? null,
  ];
  return html`
    <h1>Vigil</h1>
    ${[...new Set(failures)].map((one) =>
      one === null ? '' : html`<p class="failed" role="alert">${shown(one)}</p>`,
    )}
    ${tabs('Dashboard', titlesOf(TABS, view), tab.id, (id) => actions.keep({ tab: id }))}
    ${tabPanel(tab.id, panel(view, actions))}
  `;
}

/** A tab says something when all its questions are answered: one of two answers would leave out what the other tells. */
function panel(view: View, actions: Actions): TemplateResult {
  const tab = chosenTab(view);
  const calls = tab.asks(view).map((one) => callOf(one));
  const { questions } = view;
  const without = calls.filter((call) => questions.answers[call] === undefined);
  if (tab.early !== true && without.length > 0)
    return without.some((call) => questions.standing(call) === 'failed')
      ? unanswered(view, actions)
      : loading;
  const waiting = calls.some((call) => questions.standing(call) === 'waiting');
  return html`<div class=${waiting ? 'asking' : nothing} aria-busy=${waiting ? 'true' : nothing}>
    ${tab.view(view, actions)}
  </div>`;
}

/** In place of figures that could not be had. */
function unanswered(view: View, actions: Actions): TemplateResult {
  const { [chosenTab(view).id]: _chosen, ...own } = view.state.own;
  const usual = { range: PageState.parse({}).range, own };
  return html`<p class="empty">Vigil’s engine did not answer, so there are no figures to show.</p>
    <div class="controls">
      <vscode-button icon="refresh" @click=${actions.again}>Ask again</vscode-button>
      <vscode-button secondary icon="discard" @click=${() => actions.keep(usual)}
        >Ask for what is shown at first</vscode-button
      >
    </div>`;
}
