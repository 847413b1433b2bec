/** Search: what was said in any session whose log is on the disk. */
import { html, type TemplateResult } from 'lit';
import type { Hit } from '../../src/questions/searchLogs';
import { dateTime } from '../shared/format';
import { searchField } from '../shared/controls';
import { counted, link } from '../shared/parts';
import { sessionName, shown } from '../shared/text';
import { virtualList } from '../shared/virtual';
import type { Actions, Searching, View } from './view';

const KIND: Record<string, string> = {
  prompt: 'Prompt',
  reply: 'Reply',
  thinking: 'Thinking',
  tool: 'Tool call',
  result: 'Result',
};

export function searchTab(view: View, actions: Actions): TemplateResult {
  const { search, state } = view;
  return html`
    <form
      class="controls"
      @submit=${(event: Event) => {
        event.preventDefault();
        actions.search(state.search);
      }}
    >
      ${searchField({
        id: 'search',
        label: 'Search in what was said',
        value: state.search,
        input: (text) => actions.keep({ search: text }),
      })}
      ${
        search?.running === true
          ? html`<vscode-button secondary icon="debug-stop" @click=${() => actions.search('')}
              >Stop</vscode-button
            >`
          : html`<vscode-button
              icon="search"
              ?disabled=${state.search.length < 2}
              @click=${() => actions.search(state.search)}
              >Search</vscode-button
            >`
      }
    </form>
    <p class="hint" id="search-help">
      Prompts, replies, thinking, tool calls and results, whatever the case. The logs are read when you
      search, the newest first; nothing of them is kept.
    </p>
    ${search === null ? '' : html`<p class=${search.failed === null ? 'count' : 'failed'} role="status">${words(search)}</p>`}
    ${
      search === null || search.hits.length === 0
        ? ''
        : html`<div class="grid">
            ${virtualList({
              id: 'hits',
              role: 'group',
              label: 'Found',
              total: search.hits.length,
              seen: () => undefined,
              row: (at) => hit(search.hits[at]!, actions),
            })}
          </div>`
    }
  `;
}

function words({ hits, logs, done, running, failed }: Searching): string {
  const looked = running
    ? `looked through ${done} of ${counted(logs, 'log')}…`
    : failed === null
      ? `${counted(done, 'log')} looked through`
      : `stopped after ${done} of ${counted(logs, 'log')}: ${failed}`;
  const found =
    hits.length === 0 && !running && failed === null ? 'Nothing found' : counted(hits.length, 'line');
  return `${found}; ${looked}`;
}

function hit(one: Hit, actions: Actions): TemplateResult {
  return html`<article class="hit">
    <p class="head">
      ${link(sessionName({ title: one.title, id: one.session }, 100), () => actions.openSession(one.session))}
      <span class="muted"
        >${KIND[one.kind] ?? one.kind} · ${shown(one.project ?? '', 80)} · ${dateTime(one.t)}</span
      >
      ${link('log', () => actions.openLine(one.session, one.at, one.file))}
    </p>
    <p class="text">${shown(one.before, 200)}<mark>${shown(one.match, 200)}</mark>${shown(one.after, 200)}</p>
  </article>`;
}
