/** Sessions: all of them, found by words and conditions, in a table that holds only the rows that are seen. */
import { html, type TemplateResult } from 'lit';
import { FIELDS } from '../../src/analysis/queryFields';
import type { FoundSession, Sort } from '../../src/engine/dashboardData';
import { formatCost, formatTokens } from '../../src/usage/format';
import { dateTime } from '../shared/format';
import { counted, severity } from '../shared/parts';
import { shown } from '../shared/text';
import { virtualList } from '../shared/virtual';
import type { Actions, View } from './view';

const COLUMNS: readonly { sort: Sort; title: string; number?: boolean }[] = [
  { sort: 'started', title: 'Started' },
  { sort: 'title', title: 'Session' },
  { sort: 'project', title: 'Project' },
  { sort: 'severity', title: 'Severity' },
  { sort: 'prompts', title: 'Prompts', number: true },
  { sort: 'errors', title: 'Errors', number: true },
  { sort: 'tokens', title: 'Tokens', number: true },
  { sort: 'cost', title: 'Cost', number: true },
];

/** The query with its last word completed in every way it can be. */
export function completions(query: string): string[] {
  const [, before = '', last = ''] = /^(.*?)([^\s]*)$/s.exec(query) ?? [];
  const minus = last.startsWith('-') ? '-' : '';
  const word = last.slice(minus.length).toLowerCase();
  if (word === '' || word.includes(':')) return [];
  return Object.keys(FIELDS)
    .filter((field) => field.startsWith(word))
    .map((field) => `${before}${minus}${field}:`);
}

export function sessionsTab(view: View, actions: Actions): TemplateResult {
  const { state, answers } = view;
  const found = answers.find;
  const total = found?.total ?? 0;
  return html`
    <div class="controls">
      <label class="picker grow"
        >Find
        <input
          id="query"
          type="search"
          list="completions"
          autocomplete="off"
          spellcheck="false"
          placeholder="words, project:api severity:warn cost:>2 since:2026-10-01"
          aria-describedby="query-help"
          .value=${state.query}
          @input=${(event: Event) => actions.keep({ query: (event.target as HTMLInputElement).value })}
        />
      </label>
      <datalist id="completions">
        ${completions(state.query).map((text) => html`<option value=${text}></option>`)}
      </datalist>
    </div>
    <p class="hint" id="query-help">
      Conditions: ${Object.values(FIELDS).map((example) => html`<code>${example}</code> `)};
      <code>-</code> before one turns it round.
    </p>
    ${
      found?.error
        ? html`<p class="failed" role="alert">${found.error}</p>`
        : html`<p class="count" role="status">
            ${found === undefined ? 'Looking…' : counted(total, 'session')}
          </p>`
    }
    <div role="table" aria-label="Sessions" aria-rowcount=${total + 1} class="grid sessions">
      <div role="row" class="row head" aria-rowindex="1">
        ${COLUMNS.map(
          ({ sort, title, number }) =>
            html`<div
              role="columnheader"
              class=${number === true ? 'number' : ''}
              aria-sort=${sort === state.sort ? (state.descending ? 'descending' : 'ascending') : 'none'}
            >
              <button
                @click=${() => actions.keep(sort === state.sort ? { descending: !state.descending } : { sort, descending: sort !== 'title' && sort !== 'project' })}
              >
                ${title}${sort === state.sort ? (state.descending ? ' ▾' : ' ▴') : ''}
              </button>
            </div>`,
        )}
      </div>
      ${virtualList({
        id: 'found',
        role: 'rowgroup',
        total,
        seen: actions.seen,
        row: (i) => row(i, view.rows.get(i), actions),
      })}
    </div>
    ${total === 0 && found !== undefined && found.error === null ? html`<p class="empty">No session passes. Take a condition away.</p>` : ''}
  `;
}

/** The last part of a project's folder: what tells it from its neighbours. */
const baseName = (project: string | null): string => project?.split(/[\\/]/).at(-1) ?? 'unknown';

function row(i: number, one: FoundSession | undefined, actions: Actions): TemplateResult {
  if (one === undefined)
    return html`<div role="row" class="row" aria-rowindex=${i + 2}><div role="cell">…</div></div>`;
  return html`<div role="row" class="row" aria-rowindex=${i + 2}>
    <div role="cell">${dateTime(one.startedAt)}</div>
    <div role="cell">
      <a
        href="#"
        role="button"
        @click=${(event: Event) => (event.preventDefault(), actions.openSession(one.id))}
        >${shown(one.title ?? one.id, 160)}</a
      >${one.gone ? html` <span class="muted">log gone</span>` : ''}
    </div>
    <div role="cell" class="muted" title=${shown(one.project ?? 'unknown', 300)}>
      ${shown(baseName(one.project), 120)}
    </div>
    <div role="cell">${severity(one.severity)}</div>
    <div role="cell" class="number">${one.prompts}</div>
    <div role="cell" class="number">${one.errors}</div>
    <div role="cell" class="number">${one.lowerBound ? '≥ ' : ''}${formatTokens(one.tokens)}</div>
    <div role="cell" class="number">
      ${formatCost(one.costMicroUsd, { lowerBound: one.costMicroUsd !== null && one.lowerBound })}
    </div>
  </div>`;
}
