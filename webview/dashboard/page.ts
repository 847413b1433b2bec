/** The dashboard's frame: what failed, the tabs, the filter bar, and the section that is chosen. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Askable } from '../../src/pages/dashboard/contract';
import { ALL } from '../../src/pages/dashboard/all';
import { switchOf } from '../shared/controls';
import { isSample } from '../shared/format';
import { t } from '../shared/l10n';
import { notLoaded } from '../shared/parts';
import { callOf } from '../shared/questions';
import { tabOf, titlesOf } from '../shared/tab';
import { tabPanel, tabs } from '../shared/tabs';
import { shown } from '../shared/text';
import { asksOfBar, filterBar } from './filterBar';
import { keysDialog } from './keys';
import { reading } from './reading';
import { busy, loading, type Actions, type Section, type Tab, type View } from './tab';
import { TITLES } from './titles';

const chosenTab = ({ state, tabs: all }: View): Tab | null => {
  const { id } = tabOf(TITLES, state.tab);
  return all.find((tab) => tab.id === id) ?? null;
};

/** The section that is shown; null until it is loaded. */
export function chosenSection(view: View): Section | null {
  const tab = chosenTab(view);
  return tab === null ? null : tabOf(tab.sections, view.state.sections[tab.id] ?? '');
}

/** What is asked: what the section shows first, then what stands around it. */
export const asksOf = (view: View) => {
  const section = chosenSection(view);
  return [
    ...(section?.asks(view) ?? []),
    ...(section?.filtered === true ? asksOfBar(view) : []),
    { call: 'progress' as const, args: null },
  ];
};

export function page(view: View, actions: Actions): TemplateResult {
  const { id } = tabOf(TITLES, view.state.tab);
  const section = chosenSection(view);
  const failures = [
    view.trouble,
    ...asksOf(view).map((one) => view.questions.failure(callOf(one))),
    section?.failure?.(view) ?? null,
  ];
  return html`
    <h1 class="unseen">${t('Vigil Dashboard')}</h1>
    ${isSample ? sampleNote(actions) : nothing}
    ${[...new Set(failures)].map((one) =>
      one === null ? '' : html`<p class="failed" role="alert">${shown(one)}</p>`,
    )}
    ${section === null && view.unloaded !== null ? notLoaded(view.unloaded, actions.load) : nothing}
    ${tabs<string>(t('Dashboard'), titlesOf(TITLES, view), id, (tab) => actions.keep({ tab }))}
    ${section?.filtered === true ? filterBar(view, actions) : nothing} ${reading(view, actions)}
    ${tabPanel(id, html`${sectionSwitch(view, actions)} ${panel(view, actions)}`)} ${keysDialog()}
  `;
}

const sampleNote = (actions: Actions): TemplateResult =>
  html`<div class="sample" role="note">
    <vscode-icon name="beaker" aria-hidden="true"></vscode-icon>
    <span>${t('You are looking at sample data. Nothing of it is kept.')}</span>
    <vscode-button secondary @click=${() => actions.run('vigil.leaveSample')}
      >${t('Leave sample')}</vscode-button
    >
  </div>`;

function sectionSwitch(view: View, actions: Actions): TemplateResult | typeof nothing {
  const tab = chosenTab(view);
  if (tab === null || tab.sections.length === 1) return nothing;
  const { id, sections } = tab;
  const chosen = tabOf(sections, view.state.sections[id] ?? '').id;
  return html`<div class="sections">
    ${switchOf(t('Section'), titlesOf(sections, view), chosen, (section) =>
      actions.keep({ sections: { ...view.state.sections, [id]: section } }),
    )}
  </div>`;
}

/** A section says something when all its questions are answered: one of two answers would leave out what the other tells. */
function panel(view: View, actions: Actions): TemplateResult {
  const section = chosenSection(view);
  if (section === null) return view.unloaded === null ? loading : html``;
  const { questions } = view;
  const calls = section.asks(view).map((one) => callOf(one));
  const without = missing(view, section);
  if (section.early !== true && without.length > 0)
    return without.some((call) => questions.standing(call) === 'failed')
      ? unanswered(view, actions)
      : loading;
  return busy(
    calls.some((call) => questions.standing(call) === 'waiting'),
    section.view(view, actions),
  );
}

/** The calls of a section that have no answer. */
const missing = (view: View, section: Section): Askable[] =>
  section
    .asks(view)
    .map((one) => callOf(one))
    .filter((call) => view.answers[call] === undefined);

/** The first content is there, or cannot be: the section is to be loaded, or its answers have come or failed. */
export function isSettled(view: View): boolean {
  const section = chosenSection(view);
  return (
    section === null || missing(view, section).every((call) => view.questions.standing(call) === 'failed')
  );
}

/** In place of figures that could not be had. */
function unanswered(view: View, actions: Actions): TemplateResult {
  const { [chosenSection(view)?.id ?? '']: _chosen, ...own } = view.state.own;
  const usual = { ...ALL, scope: 'workspace', range: '30d', own } as const;
  return html`<p class="empty">${t('Vigil’s engine did not answer, so there are no figures to show.')}</p>
    <div class="controls">
      <vscode-button icon="refresh" @click=${actions.again}>${t('Ask again')}</vscode-button>
      <vscode-button secondary icon="discard" @click=${() => actions.keep(usual)}
        >${t('Ask for what is shown at first')}</vscode-button
      >
    </div>`;
}
