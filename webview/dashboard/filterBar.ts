/** The filter bar above the tabs: whose sessions, of which days, project, branch and model. The same for all of them, and remembered. */
import { shortPaths } from '../../src/log/folders';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { exactCondition, inQuery } from '../../src/analysis/queryFields';
import type { PageState } from '../../src/pages/dashboard/state';
import type { FilterChoices } from '../../src/questions/filterChoices';
import { ownDays } from '../../src/questions/shared/dashboard/ownDays';
import type { NamedRange, Range } from '../../src/questions/shared/dashboard/ranges';
import { picker, switchOf } from '../shared/controls';
import { dayOf } from '../shared/format';
import { t, whole } from '../shared/l10n';
import { namesOfModels } from '../../src/session/modelName';
import { ephemeral } from '../shared/own';
import { link } from '../shared/parts';
import { shown } from '../shared/text';
import { joinQueries } from './scope';
import { scopeOf, WORKSPACE, type Actions, type View } from './tab';
import { stepped } from '../../src/usage/days';

/** What the bar asks: the names there are to choose from. */
export const asksOfBar = (view: View) => {
  const { range, project } = view.state;
  const scope = scopeOf(view);
  const within = joinQueries(scope, project === '' ? '' : (exactCondition('project', project) ?? ''));
  return [{ call: 'filterChoices' as const, args: { range, scope, query: within } }];
};

/** On narrow pages the names are folded until they are asked for. */
const unfolded = ephemeral(false);

export function filterBar(view: View, actions: Actions): TemplateResult {
  const { state, memory } = view;
  const isOpen = memory.get(unfolded);
  const scopes: Record<PageState['scope'], string> = {
    workspace: t('This workspace'),
    all: t('All projects'),
  };
  const set = [state.project, state.branch, state.model].filter(Boolean).length;
  return html`<div class="filter" role="group" aria-label=${t('Filter')}>
    ${
      WORKSPACE === null
        ? nothing
        : switchOf(t('Sessions'), scopes, state.scope, (scope) =>
            actions.keep({ scope, project: '', branch: '' }),
          )
    }
    ${daysPicker(state.range, (range) => actions.keep({ range }))}
    <vscode-button
      class="fold"
      secondary
      icon="filter"
      aria-expanded=${isOpen}
      @click=${() => memory.set(unfolded, !isOpen)}
      >${set === 0 ? t('Filter') : t('Filter ({0})', set)}</vscode-button
    >
    <div class="names ${isOpen ? 'open' : ''}">
      ${names(view, actions)}
      ${
        set === 0
          ? nothing
          : link(t('Clear filter'), () => actions.keep({ project: '', branch: '', model: '' }))
      }
    </div>
  </div>`;
}

function names({ state, answers }: View, actions: Actions): TemplateResult[] {
  const choices = answers.filterChoices;
  const projects = choices?.projects ?? [];
  const short = shortPaths([...projects.map(({ name }) => name), state.project].filter(Boolean));
  const models = choices?.models ?? [];
  const called = namesOfModels([...new Set([...models.map(({ name }) => name), state.model])]);
  return [
    namePicker(
      t('Project'),
      t('Any project'),
      projects,
      state.project,
      (name) => short.get(name) ?? name,
      (project) =>
        // Branches are those of a project.
        actions.keep({ project, branch: '' }),
    ),
    namePicker(t('Branch'), t('Any branch'), choices?.branches ?? [], state.branch, String, (branch) =>
      actions.keep({ branch }),
    ),
    namePicker(
      t('Model'),
      t('Any model'),
      models,
      state.model,
      (name) => called.get(name) ?? name,
      (model) => actions.keep({ model }),
    ),
  ];
}

/** Names that no query can say cannot be chosen. */
function namePicker(
  label: string,
  any: string,
  all: FilterChoices['projects'],
  chosen: string,
  nameOf: (name: string) => string,
  choose: (name: string) => void,
): TemplateResult {
  const listed = all.filter(({ name }) => inQuery(name) !== null);
  const options = [
    ['', any],
    ...(chosen === '' || listed.some(({ name }) => name === chosen)
      ? []
      : [[chosen, shown(nameOf(chosen), 60)]]),
    ...listed.map(({ name, sessions }) => [name, `${shown(nameOf(name), 60)} (${whole(sessions)})`]),
  ] as [string, string][];
  return picker(label, Object.fromEntries(options), chosen, choose);
}

const RANGES: Record<NamedRange, string> = {
  today: t('Today'),
  yesterday: t('Yesterday'),
  '7d': t('Last 7 days'),
  '30d': t('Last 30 days'),
  '90d': t('Last 90 days'),
  month: t('This month'),
  'last-month': t('Last month'),
  all: t('All time'),
};

/** Stands in the list of ranges for days of one's own. */
const OWN = 'own';

function daysPicker(range: Range, choose: (range: Range) => void): TemplateResult {
  const own = ownDays(range);
  const chosen = own === null ? (range as NamedRange) : OWN;
  return html`${picker(t('Days'), { ...RANGES, [OWN]: t('From … to …') }, chosen, (next) =>
    choose(next === OWN ? lastWeek(dayOf(Date.now())) : next),
  )}
  ${
    own === null
      ? nothing
      : html`${dayField(t('From'), own.from, (from) => choose(`${from}..${from > own.to ? from : own.to}`))}
        ${dayField(t('To'), own.to, (to) => choose(`${own.from < to ? own.from : to}..${to}`))}`
  }`;
}

/** The last seven days: where days of one's own begin. */
const lastWeek = (today: string): Range => `${stepped(today, -6)}..${today}`;

const dayField = (label: string, value: string, choose: (day: string) => void): TemplateResult =>
  html`<label class="picker"
    >${label}
    <input
      type="date"
      .value=${value}
      @change=${(event: Event) => {
        const { value: day } = event.target as HTMLInputElement;
        if (day !== '') choose(day);
      }}
  /></label>`;
