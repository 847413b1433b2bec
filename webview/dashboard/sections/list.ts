/** Sessions: all of them, found by words and conditions, in a table that holds only the rows that are seen. */
import { shortPaths } from '../../../src/log/folders';
import { html, nothing, type TemplateResult } from 'lit';
import * as z from 'zod';
import { finished, LONGEST_QUERY, namesDays } from '../../../src/analysis/queryFields';
import { SORTS, type FoundSession, type Sort } from '../../../src/questions/findSessions';
import { TASK_WORDS, TASKS_OFF, TaskType } from '../../../src/signals/task';
import { formatTokens } from '../../../src/usage/format';
import { isAtLeastOf } from '../../shared/amounts';
import { completing } from '../../shared/completing';
import { dateTime } from '../../shared/format';
import { localize, t, tn, whole } from '../../shared/l10n';
import { modelName } from '../../../src/session/modelName';
import { ownState } from '../../shared/own';
import { link, severity } from '../../shared/parts';
import { list } from '../../shared/questions';
import { sessionName, shown } from '../../shared/text';
import { virtualList } from '../../shared/virtual';
import { money } from '../cost/words';
import { queryHelp } from '../list/help';
import { chosenRow, onListKey, pickedBar, pickedIds, togglePicked, type Standing } from '../list/picking';
import { rangeQuery } from '../queries';
import { joinQueries } from '../scope';
import { nothingHere, queryOf, wider, type Actions, type Section, type View } from '../tab';

/** The sessions that pass the query, as far as they were seen. */
const FOUND = list('findSessions', 100, (reply) => reply.rows);
/** While a person types, the query waits so long, in ms. */
const TYPING_MS = 200;

const own = ownState(
  'list',
  z.object({
    columns: z
      .array(z.enum(SORTS))
      .default(['title', 'started', 'project', 'severity', 'prompts', 'errors', 'cost']),
  }),
);

export const listSection: Section = {
  id: 'list',
  title: () => t('List'),
  asks: (view) => [{ list: FOUND, args: listed(view) }],
  filtered: true,
  // The field that is typed in stays.
  early: true,
  view: content,
};

/** What is listed: of the filter bar's sessions those that pass the query. One that names days is about those days. */
const listed = (view: View) => {
  const { range, sort, descending } = view.state;
  const query = finished(view.state.query);
  return {
    query,
    within: queryOf(view),
    range: namesDays(query) ? ('all' as const) : range,
    sort,
    descending,
  };
};

interface Column {
  title: string;
  /** Figures stand to the right. */
  number?: boolean;
  /** Begins with A when it is chosen; others with the latest, worst or largest. */
  ascends?: boolean;
  /** `folders`: what projects are called, by their folder. */
  cell: (one: FoundSession, folders: ReadonlyMap<string, string>) => unknown;
}

/** Every column there is; `title` is always shown. */
const COLUMNS: Readonly<Record<Sort, Column>> = {
  title: { title: t('Session'), ascends: true, cell: (one) => sessionName(one, 160) },
  started: { title: t('Started'), cell: (one) => dateTime(one.startedAt) },
  project: {
    title: t('Project'),
    ascends: true,
    cell: ({ project }, folders) =>
      project === null ? t('unknown') : shown(folders.get(project) ?? project, 120),
  },
  severity: { title: t('Severity'), cell: (one) => severity(one.severity) },
  model: { title: t('Model'), ascends: true, cell: (one) => shown(modelName(one.model), 60) },
  branch: { title: t('Branch'), ascends: true, cell: (one) => shown(one.branch ?? '–', 80) },
  version: { title: t('Version'), ascends: true, cell: (one) => shown(one.version ?? '–', 30) },
  task: { title: t('Task'), ascends: true, cell: (one) => taskName(one.task) },
  prompts: { title: t('Prompts'), number: true, cell: (one) => whole(one.prompts) },
  errors: { title: t('Failed calls'), number: true, cell: (one) => whole(one.errors) },
  subAgents: { title: t('Sub-agents'), number: true, cell: (one) => whole(one.subAgents) },
  minutes: { title: t('Active min'), number: true, cell: (one) => whole(one.minutes) },
  tokens: { title: t('Tokens'), number: true, cell: (one) => formatTokens(one.tokens) },
  cost: { title: t('Cost'), number: true, cell: (one) => money(one.costMicroUsd) },
};
const ALL = Object.keys(COLUMNS) as Sort[];

const taskName = (task: string | null): string => {
  const known = TaskType.safeParse(task);
  return known.success ? localize(TASK_WORDS[known.data]) : '–';
};

function content(view: View, actions: Actions): TemplateResult {
  const { state, answers, questions } = view;
  const rows = questions.rows(FOUND);
  const chosen = own.read(view).columns;
  const found = answers.findSessions;
  const total = found?.total ?? 0;
  const columnOff = found?.tasks === false && (chosen.includes('task') || state.sort === 'task');
  const problem = found?.error ?? (columnOff ? TASKS_OFF : null);
  const columns = ALL.filter((name) => name === 'title' || chosen.includes(name));
  const standing = { view, actions, rows, total };
  const folders = shortPaths(found?.projects ?? []);
  return html`
    ${controls(view, actions)}
    ${
      problem !== null
        ? html`<p class="failed" role="alert">${localize(problem)}</p>
            ${problem === found?.error ? html`<p>${searchSaid(view, actions)}</p>` : nothing}`
        : html`<p class="count">
            <span role="status"
              >${found !== undefined ? tn(total, '{0} session', '{0} sessions') : questions.standing('findSessions') === 'failed' ? t('Nothing to list') : t('Searching…')}</span
            >${found === undefined || total === 0 ? nothing : html` · ${money(found.costMicroUsd)}`}
          </p>`
    }
    <div
      role="grid"
      aria-label=${t('Sessions')}
      aria-rowcount=${total + 1}
      aria-multiselectable="true"
      class="grid sessions"
      @keydown=${(event: KeyboardEvent) => onListKey(event, standing)}
    >
      ${heads(columns, view, actions)}
      ${virtualList({
        id: 'found',
        role: 'rowgroup',
        label: t('Sessions'),
        total,
        seen: (first, last) => questions.seen(FOUND, first, last),
        row: (i) => row(i, rows.get(i), columns, folders, standing),
      })}
    </div>
    ${pickedBar(view, actions)}
    ${total === 0 && found !== undefined && found.error === null ? noMatch(view, actions) : nothing}
    ${
      found === undefined || found.atLeast === 0
        ? nothing
        : html`<p class="hint">
            ${t('At API prices.')}
            ${t('At least: {0} of these sessions did not log all output, or used something without a known price.', found.atLeast)}
          </p>`
    }
  `;
}

/** The line to find by, what it understands, and what can be done with the list. */
function controls(view: View, actions: Actions): TemplateResult {
  const found = view.answers.findSessions;
  const { query: asked, within } = listed(view);
  const days = found === undefined || namesDays(asked) ? '' : rangeQuery(found);
  return html`<div class="controls">
      ${completing({
        id: 'query',
        label: t('Find'),
        value: view.state.query,
        placeholder: t('Words, or conditions such as project:api cost:>2'),
        longest: LONGEST_QUERY,
        describedBy: 'query-hint',
        change: (query) => actions.keep({ query }, TYPING_MS),
        // Without suggestions one types on.
        suggest: (query, caret, take) =>
          actions.ask(
            'completeQuery',
            { query, caret, within, range: namesDays(query) ? 'all' : view.state.range },
            take,
            () => undefined,
          ),
      })}
      <span class="unseen" id="query-hint"
        >${t('Words and conditions, separated by spaces. All must match.')}</span
      >
      ${queryHelp(view)}
      <vscode-button
        secondary
        icon="export"
        ?disabled=${(found?.total ?? 0) === 0}
        @click=${() =>
          actions.report({
            kind: 'list',
            format: 'csv',
            query: joinQueries(days, asked),
            within,
          })}
        >${t('Export as CSV')}</vscode-button
      >
    </div>
    ${columnChoice(view, actions)}`;
}

/** Empties the filter and moves the focus to it, because the link disappears. */
function clear(actions: Actions): void {
  actions.keep({ query: '' });
  document.getElementById('query')?.focus();
}

/** The list knows names and figures of sessions: what was said in them is searched elsewhere. */
const searchSaid = ({ state }: View, actions: Actions): TemplateResult =>
  link(t('Search in what was said'), () => actions.search(state.query));

/** Nothing passes: what to take away. */
const noMatch = (view: View, actions: Actions): TemplateResult =>
  view.state.query.trim() === ''
    ? nothingHere(view, actions)
    : html`<p class="empty">
        ${t('No session matches.')}
        ${wider(
          view,
          actions,
          html`${searchSaid(view, actions)} ${link(t('Clear the text'), () => clear(actions))}`,
        )}
      </p>`;

function columnChoice(view: View, actions: Actions): TemplateResult {
  const chosen = own.read(view).columns;
  return html`<details class="choices">
    <summary>${t('Columns')}</summary>
    ${ALL.filter((name) => name !== 'title').map(
      (name) =>
        html`<vscode-checkbox
          ?checked=${chosen.includes(name)}
          @change=${(event: Event) =>
            actions.keep(
              own.with(view, {
                columns: (event.target as HTMLInputElement).checked
                  ? [...chosen, name]
                  : chosen.filter((one) => one !== name),
              }),
            )}
          >${COLUMNS[name].title}</vscode-checkbox
        >`,
    )}
  </details>`;
}

const heads = (columns: readonly Sort[], { state }: View, actions: Actions): TemplateResult =>
  html`<div role="row" class="row head" aria-rowindex="1">
    <div role="columnheader" class="c-pick"><span class="unseen">${t('Selected')}</span></div>
    ${columns.map((sort) => {
      const { title, number, ascends } = COLUMNS[sort];
      return html`<div
        role="columnheader"
        class="c-${sort} ${number === true ? 'number' : ''}"
        aria-sort=${sort === state.sort ? (state.descending ? 'descending' : 'ascending') : 'none'}
      >
        <button
          title=${title}
          @click=${() => actions.keep(sort === state.sort ? { descending: !state.descending } : { sort, descending: ascends !== true })}
        >
          ${title}${
            sort === state.sort
              ? html`<span aria-hidden="true">${state.descending ? ' ▾' : ' ▴'}</span>`
              : nothing
          }
        </button>
      </div>`;
    })}
  </div>`;

function row(
  i: number,
  one: FoundSession | undefined,
  columns: readonly Sort[],
  folders: ReadonlyMap<string, string>,
  { view, actions, total }: Standing,
): TemplateResult {
  if (one === undefined)
    return html`<div role="row" class="row" aria-rowindex=${i + 2}>
      <div role="gridcell" class="c-title">…</div>
    </div>`;
  const isPicked = pickedIds(view).includes(one.id);
  return html`<div
    role="row"
    class="row ${isPicked ? 'picked' : ''}"
    data-row=${i}
    tabindex=${i === chosenRow(view, total) ? 0 : -1}
    aria-rowindex=${i + 2}
    aria-selected=${isPicked}
  >
    <div role="gridcell" class="c-pick">
      <input
        type="checkbox"
        tabindex="-1"
        aria-label=${t('Select: {0}', sessionName(one, 100))}
        .checked=${isPicked}
        @change=${() => togglePicked(view, one.id)}
      />
    </div>
    ${columns.map((name) => {
      const { cell, number } = COLUMNS[name];
      return html`<div
        role="gridcell"
        class="c-${name} ${number === true ? 'number' : ''}"
        title=${titleOf(name, one)}
      >
        ${name === 'title' ? nameOf(one, cell(one, folders), actions) : cell(one, folders)}
      </div>`;
    })}
  </div>`;
}

/** What a cell says beyond what it shows. */
function titleOf(name: Sort, one: FoundSession): string | typeof nothing {
  if (name === 'project') return shown(one.project ?? t('unknown'), 300);
  if (name === 'title') return sessionName(one, 300);
  if (name === 'branch') return shown(one.branch ?? '', 300);
  return (name === 'cost' && isAtLeastOf(one)) || (name === 'tokens' && one.lowerBound)
    ? t('At least this much')
    : nothing;
}

/** By keyboard the row opens its session: its name is no stop of its own. */
const nameOf = (one: FoundSession, name: unknown, actions: Actions): TemplateResult =>
  html`${one.starred ? html`<vscode-icon name="star-full" label=${t('Starred')}></vscode-icon> ` : nothing}<button
      type="button"
      class="link"
      tabindex="-1"
      @click=${() => actions.openSession(one.id)}
    >
      ${name}</button
    >${one.gone ? html` <span class="muted">${t('log deleted')}</span>` : nothing}`;
