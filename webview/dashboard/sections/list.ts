/** Sessions: all of them, found by words and conditions, in a table that holds only the rows that are seen. */
import { html, nothing, type TemplateResult } from 'lit';
import * as z from 'zod';
import { FIELDS, LONGEST_QUERY, namesDays } from '../../../src/analysis/queryFields';
import { SORTS, type FoundSession, type Sort } from '../../../src/questions/findSessions';
import { TASK_WORDS, TASKS_OFF, TaskType } from '../../../src/signals/task';
import { costText, tokenText } from '../../shared/amounts';
import { completing } from '../../shared/completing';
import { dateTime } from '../../shared/format';
import { t } from '../../shared/l10n';
import { ownState } from '../../shared/own';
import { counted, link, severity } from '../../shared/parts';
import { list } from '../../shared/questions';
import { sessionName, shown } from '../../shared/text';
import { virtualList } from '../../shared/virtual';
import { both } from '../scope';
import { queryOf, type Actions, type Section, type View } from '../tab';

/** The sessions that pass the query, as far as they were seen. */
const FOUND = list('findSessions', 100, (reply) => reply.rows);
/** While a person types, the query waits so long, in ms. */
const TYPING_MS = 200;

const own = ownState(
  'list',
  z.object({
    columns: z
      .array(z.enum(SORTS))
      .default(['started', 'title', 'project', 'severity', 'prompts', 'errors', 'tokens', 'cost']),
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
  const { query, range, sort, descending } = view.state;
  return {
    query: both(queryOf(view), query),
    range: namesDays(query) ? ('all' as const) : range,
    sort,
    descending,
  };
};

interface Column {
  title: string;
  /** Figures stand to the right. */
  number?: boolean;
  cell: (one: FoundSession) => unknown;
}

/** The last part of a project's folder: what tells it from its neighbours. */
const baseName = (project: string | null): string => project?.split(/[\\/]/).at(-1) ?? 'unknown';

/** Every column there is; `title` is always shown. */
const COLUMNS: Readonly<Record<Sort, Column>> = {
  started: { title: 'Started', cell: (one) => dateTime(one.startedAt) },
  title: { title: 'Session', cell: (one) => sessionName(one, 160) },
  project: { title: 'Project', cell: (one) => shown(baseName(one.project), 120) },
  severity: { title: 'Severity', cell: (one) => severity(one.severity) },
  model: { title: 'Model', cell: (one) => shown(one.model, 60) },
  branch: { title: 'Branch', cell: (one) => shown(one.branch ?? '–', 80) },
  version: { title: 'Version', cell: (one) => shown(one.version ?? '–', 30) },
  task: { title: 'Task', cell: (one) => taskName(one.task) },
  prompts: { title: 'Prompts', number: true, cell: (one) => one.prompts },
  errors: { title: 'Errors', number: true, cell: (one) => one.errors },
  subAgents: { title: 'Sub-agents', number: true, cell: (one) => one.subAgents },
  minutes: { title: 'Active min', number: true, cell: (one) => one.minutes },
  tokens: { title: 'Tokens', number: true, cell: tokenText },
  cost: { title: 'Cost', number: true, cell: costText },
};
const ALL = Object.keys(COLUMNS) as Sort[];

const taskName = (task: string | null): string => {
  const known = TaskType.safeParse(task);
  return known.success ? TASK_WORDS[known.data] : '–';
};

/** Columns of words begin with A when they are chosen; figures with the largest. */
const TEXTS = new Set<Sort>(['title', 'project', 'model', 'branch', 'version', 'task']);

function content(view: View, actions: Actions): TemplateResult {
  const { state, answers, questions } = view;
  const rows = questions.rows(FOUND);
  const chosen = own.of(view).columns;
  const found = answers.findSessions;
  const total = found?.total ?? 0;
  const columnOff = found?.tasks === false && (chosen.includes('task') || state.sort === 'task');
  const problem = found?.error ?? (columnOff ? TASKS_OFF : null);
  const columns = ALL.filter((name) => name === 'title' || chosen.includes(name));
  return html`
    <div class="controls">
      ${completing({
        id: 'query',
        label: 'Find',
        value: state.query,
        placeholder: 'words, project:api severity:warn cost:>2 since:2026-10-01',
        longest: LONGEST_QUERY,
        describedBy: 'query-help',
        change: (query) => actions.keep({ query }, TYPING_MS),
        // Without suggestions one types on.
        suggest: (query, caret, take) =>
          actions.ask('completeQuery', { query, caret }, take, () => undefined),
      })}
      <vscode-button
        secondary
        icon="export"
        ?disabled=${total === 0}
        @click=${() => actions.report({ kind: 'list', format: 'csv', query: state.query })}
        >Export as CSV</vscode-button
      >
    </div>
    ${columnChoice(view, actions)}
    <p class="hint" id="query-help">
      Conditions: ${Object.values(FIELDS).map((example) => html`<code>${example}</code> `)};
      <code>-</code> before one turns it round, <code>=</code> before a name asks for just that name.
    </p>
    ${
      problem !== null
        ? html`<p class="failed" role="alert">${problem}</p>`
        : html`<p class="count" role="status">
            ${found !== undefined ? counted(total, 'session') : questions.standing('findSessions') === 'failed' ? 'Nothing to list' : 'Looking…'}
          </p>`
    }
    <div role="table" aria-label="Sessions" aria-rowcount=${total + 1} class="grid sessions">
      ${heads(columns, view, actions)}
      ${virtualList({
        id: 'found',
        role: 'rowgroup',
        total,
        seen: (first, last) => questions.seen(FOUND, first, last),
        row: (i) => row(i, rows.get(i), columns, actions),
      })}
    </div>
    ${total === 0 && found !== undefined && found.error === null ? html`<p class="empty">No session passes. Take a condition away.</p>` : ''}
  `;
}

/** Which columns are shown. */
function columnChoice(view: View, actions: Actions): TemplateResult {
  const chosen = own.of(view).columns;
  return html`<details class="choices">
    <summary>Columns</summary>
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
    ${columns.map((sort) => {
      const { title, number } = COLUMNS[sort];
      return html`<div
        role="columnheader"
        class="c-${sort} ${number === true ? 'number' : ''}"
        aria-sort=${sort === state.sort ? (state.descending ? 'descending' : 'ascending') : 'none'}
      >
        <button
          @click=${() => actions.keep(sort === state.sort ? { descending: !state.descending } : { sort, descending: !TEXTS.has(sort) })}
        >
          ${title}${sort === state.sort ? (state.descending ? ' ▾' : ' ▴') : ''}
        </button>
      </div>`;
    })}
  </div>`;

function row(
  i: number,
  one: FoundSession | undefined,
  columns: readonly Sort[],
  actions: Actions,
): TemplateResult {
  if (one === undefined)
    return html`<div role="row" class="row" aria-rowindex=${i + 2}><div role="cell">…</div></div>`;
  return html`<div role="row" class="row" aria-rowindex=${i + 2}>
    ${columns.map((name) => {
      const { cell, number } = COLUMNS[name];
      return html`<div
        role="cell"
        class="c-${name} ${number === true ? 'number' : ''}"
        title=${name === 'project' ? shown(one.project ?? 'unknown', 300) : nothing}
      >
        ${
          name === 'title'
            ? html`${link(cell(one), () => actions.openSession(one.id))}${one.gone ? html` <span class="muted">log gone</span>` : ''}`
            : cell(one)
        }
      </div>`;
    })}
  </div>`;
}
