/** The dashboard's frame: what failed, the tabs, the filter bar, and the section that is chosen. */
import { html, nothing, type TemplateResult } from 'lit';
import { ALL } from '../../src/pages/dashboard/contract';
import { switchOf } from '../shared/controls';
import { isSample } from '../shared/format';
import { t } from '../shared/l10n';
import { callOf } from '../shared/questions';
import { tabOf, titlesOf } from '../shared/tab';
import { tabPanel, tabs } from '../shared/tabs';
import { shown } from '../shared/text';
import { asksOfBar, filterBar } from './filterBar';
import { keysDialog } from './keys';
import { reading } from './reading';
import { busy, loading, type Actions, type Section, type View } from './tab';
import { TABS } from './tabs/index';

const chosenTab = ({ state }: View) => tabOf(TABS, state.tab);

export function chosenSection(view: View): Section {
  const { id, sections } = chosenTab(view);
  return tabOf(sections, view.state.sections[id] ?? '');
}

/** What is asked: what the section shows first, then what stands around it. */
export const asksOf = (view: View) => {
  const section = chosenSection(view);
  return [
    ...section.asks(view),
    ...(section.filtered === true ? asksOfBar(view) : []),
    { call: 'progress' as const, args: null },
  ];
};

export function page(view: View, actions: Actions): TemplateResult {
  const tab = chosenTab(view);
  const section = chosenSection(view);
  const failures = [
    view.trouble,
    ...asksOf(view).map((one) => view.questions.failure(callOf(one))),
    section.failure?.(view) ?? null,
  ];
  return html`
    <h1 class="unseen">${t('Vigil Dashboard')}</h1>
    ${isSample ? sampleNote(actions) : nothing}
    ${[...new Set(failures)].map((one) =>
      one === null ? '' : html`<p class="failed" role="alert">${shown(one)}</p>`,
    )}
    ${tabs<string>(t('Dashboard'), titlesOf(TABS, view), tab.id, (id) => actions.keep({ tab: id }))}
    ${section.filtered === true ? filterBar(view, actions) : nothing} ${reading(view)}
    ${tabPanel(
      tab.id,
      html`${tab.sections.length === 1 ? nothing : sectionSwitch(view, actions)} ${panel(view, actions)}`,
    )}
    ${keysDialog()}
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

function sectionSwitch(view: View, actions: Actions): TemplateResult {
  const { id, sections } = chosenTab(view);
  const chosen = chosenSection(view).id;
  return html`<div class="sections">
    ${switchOf(t('Section'), titlesOf(sections, view), chosen, (section) =>
      actions.keep({ sections: { ...view.state.sections, [id]: section } }),
    )}
  </div>`;
}

/** A section says something when all its questions are answered: one of two answers would leave out what the other tells. */
function panel(view: View, actions: Actions): TemplateResult {
  const section = chosenSection(view);
  const calls = section.asks(view).map((one) => callOf(one));
  const { questions } = view;
  const without = calls.filter((call) => questions.answers[call] === undefined);
  if (section.early !== true && without.length > 0)
    return without.some((call) => questions.standing(call) === 'failed')
      ? unanswered(view, actions)
      : loading;
  return busy(
    calls.some((call) => questions.standing(call) === 'waiting'),
    section.view(view, actions),
  );
}

/** In place of figures that could not be had. */
function unanswered(view: View, actions: Actions): TemplateResult {
  const { [chosenSection(view).id]: _chosen, ...own } = view.state.own;
  const usual = { ...ALL, scope: 'workspace', range: '30d', own } as const;
  return html`<p class="empty">${t('Vigil’s engine did not answer, so there are no figures to show.')}</p>
    <div class="controls">
      <vscode-button icon="refresh" @click=${actions.again}>${t('Ask again')}</vscode-button>
      <vscode-button secondary icon="discard" @click=${() => actions.keep(usual)}
        >${t('Ask for what is shown at first')}</vscode-button
      >
    </div>`;
}
