/** Search: what was said in any session, from the search index where it is on, else from the logs. */
import { html, nothing, type TemplateResult } from 'lit';
import * as z from 'zod';
import { LONGEST_QUERY } from '../../../src/analysis/queryFields';
import type { Hit } from '../../../src/questions/search';
import type { SearchPlace } from '../../../src/questions/shared/search/readLogs';
import { ROLES } from '../../../src/search/roles';
import type { Reply } from '../../../src/engine/protocol';
import { picker, searchField } from '../../shared/controls';
import { localize, t } from '../../shared/l10n';
import { ownState, ephemeral } from '../../shared/own';
import { scan } from '../../shared/scan';
import { virtualList } from '../../shared/virtual';
import { indexLine, ROLE, rowsOf, searchHelp, searchRow, type Searching, words } from '../search/parts';
import type { Actions, Section, View } from '../tab';

/** Null until something is looked for; `run` is another object for each search, `what` is looked for (`whatOf`). */
const searching = ephemeral<{ run: object; what: string; found: Searching } | null>(null);

const own = ownState(
  'search',
  z.object({
    /** One that is too long for a search comes from the list: the engine says so. */
    text: z.string().max(LONGEST_QUERY).default(''),
    /** What was searched for last: a page that comes back searches again. */
    asked: z.string().max(LONGEST_QUERY).default(''),
    /** It was asked before the window was reloaded: unasked only the index is searched for it, logs may be gigabytes. */
    restored: z.boolean().default(false),
    role: z.enum(['all', ...ROLES]).default('all'),
    order: z.enum(['best', 'newest']).default('best'),
  }),
);
type Own = ReturnType<typeof own.read>;

export const searchSection: Section = {
  id: 'search',
  title: () => t('Search'),
  // What is searched is asked when somebody looks, not whenever a figure changes.
  asks: () => [{ call: 'searchState', args: null }],
  view: content,
  draw(view, actions) {
    const asked = own.read(view);
    if (asked.restored && view.answers.searchState?.on !== true) return;
    if (whatOf(asked) !== (view.memory.get(searching)?.what ?? '')) start(asked, view, actions);
  },
};

/** What is looked for: another text, role or order is another search; '' for none. */
const whatOf = ({ asked, role, order }: Own): string => (asked === '' ? '' : `${order} ${role} ${asked}`);

/** More hits than these are not looked for: nobody reads them. */
const MOST_HITS = 500;
/** Hits of the index that come with one answer. */
const PART = 100;

/** Where a search goes on: in the logs, or after so many hits of the index. */
interface Place {
  from: SearchPlace | null;
  offset: number;
}

/** Searches for a text, once more if it was searched for already; '' stops. */
function search(text: string, view: View, actions: Actions): void {
  const next = { ...own.read(view), asked: text.trim(), restored: false };
  const isAgain = whatOf(next) === view.memory.get(searching)?.what;
  // Another text is searched for as soon as it is kept.
  actions.keep(own.with(view, next));
  if (isAgain) start(next, view, actions);
}

/** Searches until all was looked through or something else is asked; '' stops. */
function start(kept: Own, { memory }: View, actions: Actions): void {
  const { asked, role, order } = kept;
  if (asked === '') return memory.set(searching, null);
  const query = (role === 'all' ? asked : `${asked} role:${role}`).slice(0, LONGEST_QUERY);
  const what = whatOf(kept);
  const run = {};
  const begun: Searching = {
    hits: [],
    total: null,
    by: 'logs',
    logs: 0,
    done: 0,
    running: true,
    failed: null,
    hint: null,
  };
  memory.set(searching, { run, what, found: begun });
  const now = (): Searching => memory.get(searching)?.found ?? begun;
  const take = (reply: Reply<'search'>, { offset }: Place): Place | null => {
    const hits: Hit[] = [...now().hits, ...reply.hits].slice(0, MOST_HITS);
    const seen = offset + PART;
    const more = reply.by === 'index' ? seen < (reply.total ?? 0) : reply.next !== null;
    const running = reply.error === null && more && hits.length < MOST_HITS;
    const { total, by, logs, done, error: failed, hint } = reply;
    memory.set(searching, { run, what, found: { hits, total, by, logs, done, running, failed, hint } });
    return running ? { from: reply.next, offset: seen } : null;
  };
  scan<Place, Reply<'search'>>(
    { from: null, offset: 0 },
    {
      ask: (place, found, fail) =>
        actions.ask('search', { query, order, limit: PART, ...place }, found, fail),
      found: take,
      failed: (failed) => memory.set(searching, { run, what, found: { ...now(), running: false, failed } }),
      isWanted: () => memory.get(searching)?.run === run,
    },
  );
}

function content(view: View, actions: Actions): TemplateResult {
  const found = view.memory.get(searching)?.found ?? null;
  const state = view.answers.searchState;
  const { text, role, order } = own.read(view);
  const choose = (change: Partial<Own>): void => actions.keep(own.with(view, change));
  return html`
    <form
      class="controls"
      @submit=${(event: Event) => {
        event.preventDefault();
        search(text, view, actions);
      }}
    >
      ${searchField({
        id: 'search',
        label: t('Search in what was said'),
        value: text,
        placeholder: t('Words, "a phrase", or conditions such as tool:Bash'),
        input: (typed) => actions.keep(own.with(view, { text: typed })),
      })}
      ${picker(t('Said by'), { all: t('Anyone'), ...ROLE }, role, (next) => choose({ role: next }))}
      ${
        state?.on === true
          ? picker(t('Order'), { best: t('Best first'), newest: t('Newest first') }, order, (next) =>
              choose({ order: next }),
            )
          : nothing
      }
      ${
        found?.running === true
          ? html`<vscode-button secondary icon="debug-stop" @click=${() => search('', view, actions)}
              >${t('Stop')}</vscode-button
            >`
          : html`<vscode-button
              icon="search"
              ?disabled=${text.trim() === ''}
              @click=${() => search(text, view, actions)}
              >${t('Search')}</vscode-button
            >`
      }
    </form>
    ${searchHelp} ${indexLine(state, actions)}
    ${found === null ? nothing : html`<p class=${found.failed === null ? 'count' : 'failed'} role="status">${words(found)}</p>`}
    ${found === null || found.hint === null ? nothing : html`<p class="hint">${localize(found.hint)}</p>`}
    ${found === null || found.hits.length === 0 ? nothing : list(found, actions)}
  `;
}

function list({ hits }: Searching, actions: Actions): TemplateResult {
  const rows = rowsOf(hits);
  return html`<div class="grid">
    ${virtualList({
      id: 'hits',
      role: 'group',
      label: t('Found'),
      total: rows.length,
      seen: () => undefined,
      row: (at) => searchRow(rows[at], actions),
    })}
  </div>`;
}
