/** Parts of Sessions › Search: what was found, by session, and how the search index stands. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Reply } from '../../../src/engine/protocol';
import type { Hit } from '../../../src/questions/search';
import type { Role } from '../../../src/search/roles';
import { formatSize } from '../../../src/usage/format';
import { dateTime } from '../../shared/format';
import { localize, t, tn } from '../../shared/l10n';
import { link } from '../../shared/parts';
import { sessionName, readable, shown } from '../../shared/text';
import type { Actions } from '../tab';

/** What a search has found so far. */
export interface Searching {
  hits: readonly Hit[];
  /** Of the index: how many there are. */
  total: number | null;
  by: 'index' | 'logs';
  logs: number;
  done: number;
  running: boolean;
  /** What is wrong with it, or why it ended before all was looked through; null when nothing did. */
  failed: string | null;
  /** What it may not mean; null without one. */
  hint: string | null;
}

export const ROLE: Record<Role, string> = {
  prompt: t('Prompt'),
  reply: t('Reply'),
  thinking: t('Thinking'),
  tool: t('Tool call'),
  result: t('Result'),
};

/** A row of the list: a session, or something said in it. */
export type SearchRow = { first: Hit; count: number } | { hit: Hit };

/** Hits under their sessions, the session with the first hit first. */
export function rowsOf(hits: readonly Hit[]): SearchRow[] {
  const groups = Map.groupBy(hits, ({ session, name, project }) => session ?? `${name}\0${project}`);
  return [...groups.values()].flatMap((group): SearchRow[] =>
    group[0] === undefined
      ? []
      : [{ first: group[0], count: group.length }, ...group.map((hit) => ({ hit }))],
  );
}

export function searchRow(row: SearchRow | undefined, actions: Actions): TemplateResult {
  if (row === undefined) return html``;
  return 'hit' in row ? spoken(row.hit, actions) : head(row.first, row.count, actions);
}

const head = (one: Hit, count: number, actions: Actions): TemplateResult =>
  html`<article class="hit session">
    <p class="head">
      ${
        one.session === null
          ? html`<strong>${t('Prompt history')}</strong>`
          : link(sessionName(one, 100), () => actions.openSession(one.session ?? ''))
      }
      <span class="muted">${shown(one.project ?? '', 80)}</span>
      <span class="muted">${tn(count, '{0} hit', '{0} hits')}</span>
    </p>
  </article>`;

function spoken(one: Hit, actions: Actions): TemplateResult {
  const { session, at, file } = one;
  const role = ROLE[one.role];
  return html`<article class="hit">
    <p class="head">
      ${
        session === null
          ? html`<span class="muted">${role}</span>`
          : link(role, () =>
              at === null ? actions.openSession(session) : actions.openMessage(session, at, file),
            )
      }
      <span class="muted">${dateTime(one.t)}</span>
      ${session === null || at === null ? nothing : link(t('log'), () => actions.openLine(session, at, file))}
    </p>
    <p class="text" dir="auto">
      ${one.snippet.map(({ text, mark }) => (mark ? html`<mark>${readable(text, 200)}</mark>` : readable(text, 300)))}
    </p>
  </article>`;
}

/** How far a search is, and what it found. */
export function words({ hits, total, by, logs, done, running, failed }: Searching): string {
  if (failed !== null && hits.length === 0) return localize(failed);
  const count = tn(hits.length, '{0} hit', '{0} hits');
  const found = hits.length === 0 && !running ? t('Nothing found') : count;
  if (failed !== null) return `${found}; ${localize(failed)}`;
  if (by === 'index')
    return total !== null && total > hits.length && !running
      ? t('{0} of {1} hits', hits.length, total)
      : found;
  if (running) return `${found}; ${t('{0} of {1} logs searched…', done, logs)}`;
  return `${found}; ${tn(done, '{0} log searched', '{0} logs searched')}`;
}

/** How the index stands, and what can be done with it. */
export function indexLine(state: Reply<'searchState'> | undefined, actions: Actions): TemplateResult {
  if (state === undefined) return html``;
  const { on, texts, bytes, progress, why } = state;
  const holds = t('{0} texts, {1}', texts, formatSize(bytes));
  const clear = bytes === 0 ? nothing : link(t('Clear…'), () => actions.run('vigil.clearSearchIndex'));
  if (!on)
    return html`<p class="hint" id="search-index">
      ${t('The logs are read when you search, the newest first; nothing of them is kept.')}
      ${link(t('Keep a search index…'), () => actions.run('vigil.switchSearchIndex'))}
      ${bytes === 0 ? nothing : html`${t('An index from before is still there: {0}.', holds)} ${clear}`}
    </p>`;
  const going = progress === null ? '' : t('Indexing: {0} of {1} logs.', progress.done, progress.total);
  return html`<p class="hint" id="search-index">
    ${t('From the search index: {0}.', holds)} ${going} ${why === null ? nothing : shown(localize(why), 300)}
    ${link(t('Turn off…'), () => actions.run('vigil.switchSearchIndex'))} ${clear}
  </p>`;
}

/** What can be typed. */
export const searchHelp: TemplateResult = html`<details class="hint" id="search-help">
  <summary>${t('What can be searched for')}</summary>
  <p>
    ${t('Words in any order, whatever their case: harbour chart. A phrase: "harbour chart". Beginnings of words: harb*. One or the other: tide OR wind, with brackets. Without a word: harbour NOT test. Close to each other: NEAR(tide chart, 5).')}
  </p>
  <p>
    ${t('Parts of names are words too: before finds readBeforeEdit, and src/app.ts is found by its parts. Conditions: role:prompt project:api branch:main model:opus tool:Bash file:app.ts since:2026-10-01 until:2026-10-31 date:2026-10-14.')}
  </p>
</details>`;
