/** Above the transcript: filters, the search, open or close all, the list of keys. Beside it: the rail of prompts. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Filter } from '../../../src/questions/shared/transcript/cards';
import { searchField } from '../../shared/controls';
import { turnCost } from '../../shared/amounts';
import { t, tn, whole } from '../../shared/l10n';
import { toggled } from '../../shared/toggled';
import { shown } from '../../shared/text';
import type { Actions, View } from '../tab';
import { icon } from './card';
import { found } from './found';
import { ALL, filterState, KEYS_SHOWN } from './state';
import { stopAt } from './tail';

const FILTER_NAMES: Record<Filter, () => string> = {
  prompts: () => t('Prompts'),
  replies: () => t('Replies'),
  edits: () => t('Edits'),
  commands: () => t('Commands'),
  failed: () => t('Failed'),
  thinking: () => t('Thinking'),
};

/** Presses a filter, or lets it go. */
export const toggleFilter = (filter: Filter, view: View, actions: Actions): void =>
  actions.keep(filterState.with(view, { only: toggled(filterState.read(view).only, filter) as Filter[] }));

export function bar(view: View, actions: Actions): TemplateResult {
  const { only } = filterState.read(view);
  const counts = view.answers.cards?.counts;
  const { findings, memory } = view;
  const all = memory.get(ALL) === 'open';
  return html`<div class="bar">
    <div class="chips" role="group" aria-label=${t('Show only')}>
      ${(Object.keys(FILTER_NAMES) as Filter[]).map(
        (filter) =>
          html`<button
            type="button"
            class="filter"
            aria-pressed=${only.includes(filter) ? 'true' : 'false'}
            @click=${() => toggleFilter(filter, view, actions)}
          >
            ${FILTER_NAMES[filter]()} <span class="n">${counts ? whole(counts[filter]) : ''}</span>
          </button>`,
      )}
    </div>
    ${searchField({
      id: 'find',
      label: t('Find in this session'),
      placeholder: t('Find ( / )'),
      value: view.state.find,
      input: actions.find,
      enter: (shift) => actions.step(shift ? -1 : 1),
    })}
    ${
      findings === null
        ? nothing
        : html`<p class="count" role="status">${found(findings)}</p>
            ${tool('arrow-up', t('Previous'), () => actions.step(-1))}${tool('arrow-down', t('Next'), () => actions.step(1))}`
    }
    ${tool(all ? 'collapse-all' : 'expand-all', all ? t('Close all') : t('Open all'), () => openAll(view, actions))}
    ${tool('question', t('Keys'), () => memory.set(KEYS_SHOWN, !memory.get(KEYS_SHOWN)))}
  </div>`;
}

/** Opens all cards, then closes all. */
export function openAll({ memory }: View, actions: Actions): void {
  actions.keep({ open: [] });
  memory.set(ALL, memory.get(ALL) === 'open' ? 'closed' : 'open');
}

const tool = (name: string, label: string, click: () => void): TemplateResult =>
  html`<button type="button" class="tool" title=${label} aria-label=${label} @click=${click}>
    ${icon(name)}
  </button>`;

/** Up, Down, Home and End move along the rail, which is one stop for Tab. */
function alongRail(event: KeyboardEvent): void {
  const prompts = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('button')];
  const at = prompts.indexOf(event.target as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: prompts.length - 1 }[event.key];
  if (to === undefined || at === -1) return;
  event.preventDefault();
  const next = prompts[Math.min(Math.max(0, to), prompts.length - 1)];
  next?.focus();
  stopAt(prompts, next);
}

/** The prompts of the session, to go to. */
export function rail(view: View, actions: Actions): unknown {
  const prompts = view.answers.prompts;
  if (prompts === undefined) return html`<nav class="rail" aria-label=${t('Prompts')}></nav>`;
  return html`<nav class="rail" aria-label=${t('Prompts')}>
    ${prompts.more === 0 ? nothing : html`<p class="dim">${tn(prompts.more, '{0} earlier prompt', '{0} earlier prompts')}</p>`}
    <ol @keydown=${alongRail}>
      ${prompts.turns.map(
        (turn) =>
          html`<li>
            ${turn.compacted ? html`<span class="sep">${icon('fold')} ${t('compacted')}</span>` : nothing}
            <button
              type="button"
              tabindex="-1"
              data-turn=${turn.turn}
              @click=${() => actions.goTo(turn.turn, 'transcript')}
            >
              <span class="no">${whole(turn.turn + 1)}</span>
              <span class="q" dir="auto"
                >${turn.command === null ? nothing : html`<span class="slash">${shown(turn.command, 80)}</span> `}${shown(turn.text, 200)}</span
              >
              <span class="f"
                ><span>${turnCost(turn)}</span>
                ${turn.failed === 0 ? nothing : html`<span>${t('{0} failed', turn.failed)}</span>`}
                ${turn.interrupted ? html`<span>${t('stopped')}</span>` : nothing}</span
              >
            </button>
          </li>`,
      )}
    </ol>
  </nav>`;
}

const KEYS: readonly [string, () => string][] = [
  ['j  k', () => t('next, previous step')],
  [']  [', () => t('next, previous prompt')],
  [t('Enter'), () => t('open or close')],
  ['→', () => t('what can be done with a step')],
  ['/', () => t('find')],
  ['n  N', () => t('next, previous hit')],
  ['c', () => t('copy')],
  ['l', () => t('log line')],
  ['t', () => t('thinking')],
  ['e', () => t('open or close all')],
  ['G', () => t('to the end, and follow')],
  ['?', () => t('this list')],
];

/** The keys, when they are asked for. */
export const keyList = ({ memory }: View): unknown =>
  memory.get(KEYS_SHOWN)
    ? html`<div class="keys" role="note" aria-label=${t('Keys')}>
        <b>${t('Keys')}</b>
        <dl>
          ${KEYS.map(
            ([key, what]) =>
              html`<dt>${key.split('  ').map((one) => html`<kbd>${one}</kbd> `)}</dt>
                <dd>${what()}</dd>`,
          )}
        </dl>
      </div>`
    : nothing;
