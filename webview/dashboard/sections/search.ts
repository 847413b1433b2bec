/** Search: what was said in any session whose log is on the disk. */
import { html, type TemplateResult } from 'lit';
import * as z from 'zod';
import type { Hit, SearchPlace } from '../../../src/questions/searchLogs';
import type { Reply } from '../../../src/engine/protocol';
import { dateTime } from '../../shared/format';
import { searchField } from '../../shared/controls';
import { t } from '../../shared/l10n';
import { ownState, passing } from '../../shared/own';
import { counted, link } from '../../shared/parts';
import { scan } from '../../shared/scan';
import { sessionName, shown } from '../../shared/text';
import { virtualList } from '../../shared/virtual';
import type { Actions, Section, View } from '../tab';

/** What a search has found so far. */
interface Searching {
  text: string;
  hits: readonly Hit[];
  logs: number;
  done: number;
  running: boolean;
  /** Why it ended before all was looked through; null when it did not. */
  failed: string | null;
}

/** Null until something is looked for; `run` is another object for each search. */
const searching = passing<{ run: object; found: Searching } | null>(null);

const own = ownState('search', z.object({ text: z.string().max(200).default('') }));

export const searchSection: Section = {
  id: 'search',
  title: () => t('Search'),
  // The logs are read when somebody looks, not whenever a figure changes.
  asks: () => [],
  view: content,
};

/** More hits than these are not looked for: nobody reads them. */
const MOST_HITS = 500;

/** Looks through the logs until all were looked through or something else is asked; '' stops. */
function start(text: string, { memory }: View, actions: Actions): void {
  if (text.length < 2) return memory.set(searching, null);
  const run = {};
  const begun: Searching = { text, hits: [], logs: 0, done: 0, running: true, failed: null };
  memory.set(searching, { run, found: begun });
  const now = (): Searching => memory.get(searching)?.found ?? begun;
  scan<SearchPlace | null, Reply<'searchLogs'>>(null, {
    ask: (from, take, fail) => actions.ask('searchLogs', { text, from }, take, fail),
    found(reply) {
      const hits = [...now().hits, ...reply.hits].slice(0, MOST_HITS);
      const running = reply.next !== null && hits.length < MOST_HITS;
      const { logs, done } = reply;
      memory.set(searching, { run, found: { ...now(), hits, logs, done, running } });
      return running ? reply.next : null;
    },
    failed: (failed) => memory.set(searching, { run, found: { ...now(), running: false, failed } }),
    isWanted: () => memory.get(searching)?.run === run,
  });
}

const KIND: Record<string, string> = {
  prompt: 'Prompt',
  reply: 'Reply',
  thinking: 'Thinking',
  tool: 'Tool call',
  result: 'Result',
};

function content(view: View, actions: Actions): TemplateResult {
  const found = view.memory.get(searching)?.found ?? null;
  const { text } = own.of(view);
  const look = (wanted: string): void => start(wanted, view, actions);
  return html`
    <form
      class="controls"
      @submit=${(event: Event) => {
        event.preventDefault();
        look(text);
      }}
    >
      ${searchField({
        id: 'search',
        label: 'Search in what was said',
        value: text,
        input: (typed) => actions.keep(own.with(view, { text: typed })),
      })}
      ${
        found?.running === true
          ? html`<vscode-button secondary icon="debug-stop" @click=${() => look('')}>Stop</vscode-button>`
          : html`<vscode-button icon="search" ?disabled=${text.length < 2} @click=${() => look(text)}
              >Search</vscode-button
            >`
      }
    </form>
    <p class="hint" id="search-help">
      Prompts, replies, thinking, tool calls and results, whatever the case. The logs are read when you
      search, the newest first; nothing of them is kept.
    </p>
    ${found === null ? '' : html`<p class=${found.failed === null ? 'count' : 'failed'} role="status">${words(found)}</p>`}
    ${
      found === null || found.hits.length === 0
        ? ''
        : html`<div class="grid">
            ${virtualList({
              id: 'hits',
              role: 'group',
              label: 'Found',
              total: found.hits.length,
              seen: () => undefined,
              row: (at) => hit(found.hits[at]!, actions),
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
      ${link(sessionName(one, 100), () => actions.openSession(one.session))}
      <span class="muted"
        >${KIND[one.kind] ?? one.kind} · ${shown(one.project ?? '', 80)} · ${dateTime(one.t)}</span
      >
      ${link('log', () => actions.openLine(one.session, one.at, one.file))}
    </p>
    <p class="text">${shown(one.before, 200)}<mark>${shown(one.match, 200)}</mark>${shown(one.after, 200)}</p>
  </article>`;
}
