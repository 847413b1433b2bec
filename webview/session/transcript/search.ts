/** Cards of searches, of the web, and of lists of things to do. */
import { html, nothing, type TemplateResult } from 'lit';
import type { StepView } from '../../../src/questions/shared/transcript/stepShape';
import { t } from '../../shared/l10n';
import { isWebAddress } from '../../shared/markdown';
import { relativeTo } from '../../shared/paths';
import { shown } from '../../shared/text';
import {
  card,
  inputValue,
  icon,
  isCut,
  later,
  plain,
  reason,
  loadMoreLink,
  logText,
  values,
  type CardContext,
} from './card';
import { prose } from './reply';
import { isUnfolded } from './state';
import * as say from './words';

const FIRST_HITS = 8;

/** What a search says it did, by tool in lower case. */
const VERBS: Readonly<Record<string, () => string>> = {
  glob: () => t('Looked for files'),
  ls: () => t('Listed'),
  listdirectory: () => t('Listed'),
  toolsearch: () => t('Looked for tools'),
  mcp__ide__getdiagnostics: () => t('Asked the editor for problems'),
};

export function searchCard(step: StepView, context: CardContext): TemplateResult {
  const name = (step.name ?? '').toLowerCase().replaceAll('_', '');
  const verb = VERBS[name] ?? VERBS[(step.name ?? '').toLowerCase()] ?? (() => t('Searched'));
  const project = context.view.detail?.row.project ?? null;
  const where = inputValue(step, 'path', 'glob', 'type');
  const what = inputValue(step, 'pattern', 'query', 'operation') || relativeTo(where, project);
  // In the project itself goes without saying.
  const inside = [what, '', project].includes(where) ? '' : relativeTo(where, project);
  const failed = step.outcome === 'error' || step.outcome === 'denied';
  return card(
    step,
    {
      icon: 'search',
      verb: verb(),
      object: html`<code class="o">${logText(what.split('\n', 1)[0] ?? '', context)}</code>${
          inside === '' ? nothing : html` <span class="dir">${t('in {0}', shown(inside, 200))}</span>`
        }`,
      facts: [step.count === null || failed ? nothing : say.hits(step.count)],
      body: () => (failed ? reason(step, context) : hitsBody(step, context)),
    },
    context,
  );
}

function hitsBody(step: StepView, context: CardContext): unknown {
  const lines = step.text.text.split('\n');
  if (isUnfolded(step, context) || context.mark !== undefined || lines.length <= FIRST_HITS + 2)
    return plain(step, step.text, context);
  const first = html`<pre class="out">${logText(lines.slice(0, FIRST_HITS).join('\n'), context)}</pre>`;
  return html`${first}
  ${later(
    step,
    {
      label: say.moreLines(step.text.lines - FIRST_HITS),
      here: {
        lines: lines.length - FIRST_HITS,
        view: () => html`<pre class="out">${logText(lines.slice(FIRST_HITS).join('\n'), context)}</pre>`,
      },
      cut: isCut(step.text),
    },
    context,
  )}`;
}

/** Host and path of an address. */
function place(address: string): { host: string; rest: string } {
  const [, host = '', more = ''] = /^https?:\/\/([^/?#]*)(.*)$/is.exec(address) ?? [];
  return { host, rest: more === '/' ? '' : more };
}

export function webCard(step: StepView, context: CardContext): TemplateResult {
  const url = inputValue(step, 'url');
  const query = inputValue(step, 'query');
  const { host, rest: path } = place(url);
  const failed = step.outcome === 'error' || step.outcome === 'denied';
  const asked = inputValue(step, 'prompt');
  return card(
    step,
    {
      icon: 'globe',
      verb: url === '' ? t('Searched the web for') : failed ? t('Tried to fetch') : t('Fetched'),
      object: html`<span class="o"
        >${url === '' ? html`“${logText(query, context)}”` : html`<span class="name">${shown(host || url, 200)}</span> <span class="dir">${shown(path, 200)}</span>`}</span
      >`,
      body: () =>
        html`${isWebAddress(url) ? html`<p class="io"><a href=${url} title=${url} rel="noreferrer">${shown(url, 500)}</a></p>` : nothing}
        ${asked === '' ? nothing : html`<p class="io">${t('Asked:')} ${logText(asked, context)}</p>`}
        ${
          failed
            ? reason(step, context)
            : html`<div class="pad">${prose(step.text.text, context)}</div>
                ${loadMoreLink(step, step.text, context)}`
        }`,
    },
    context,
  );
}

const STATE_ICON = { done: 'pass-filled', doing: 'circle-large-filled', open: 'circle-large' } as const;

export function todoCard(step: StepView, context: CardContext): TemplateResult {
  const { todos } = step;
  const done = todos.filter(({ state }) => state === 'done').length;
  const doing = todos.find(({ state }) => state === 'doing');
  if (todos.length === 0) return taskCard(step, context);
  return card(
    step,
    {
      icon: 'checklist',
      verb: t('To-do'),
      object: html`<span class="o">${doing === undefined ? nothing : logText(doing.text, context)}</span>`,
      facts: [
        html`<span class="prog" aria-hidden="true"
          >${todos.slice(0, 20).map(({ state }) => html`<i class=${state}></i>`)}</span
        >`,
        t('{0} of {1} done', done, todos.length),
      ],
      body: () =>
        html`<ul class="todo">
          ${todos.map(
            ({ text, state }) =>
              html`<li class=${state}>
                ${icon(STATE_ICON[state])} <span class="hidden">${STATE_WORD[state]()}</span>
                <span>${logText(text, context)}</span>
              </li>`,
          )}
        </ul>`,
    },
    context,
  );
}

const STATE_WORD = { done: () => t('done:'), doing: () => t('being done:'), open: () => t('open:') };

function taskCard(step: StepView, context: CardContext): TemplateResult {
  const name = (step.name ?? '').toLowerCase();
  const subject = inputValue(step, 'subject', 'description');
  const id = inputValue(step, 'taskId', 'id');
  const status = inputValue(step, 'status').replaceAll('_', ' ');
  const verb =
    name === 'taskcreate'
      ? t('Added to the to-do list')
      : name === 'taskupdate'
        ? t('To-do {0}:', shown(id, 40))
        : t('Looked at the to-do list');
  return card(
    step,
    {
      icon: 'checklist',
      verb,
      object: html`<span class="o">${logText(subject || status, context)}</span>`,
      facts: [subject !== '' && status !== '' ? shown(status, 40) : nothing],
      body: () => html`${values(step, context)}${plain(step, step.text, context)}`,
    },
    context,
  );
}
