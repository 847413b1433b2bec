/** Home, which addresses know as `overview`: is somebody waiting, what does it cost, what is left, what went wrong; then history. */
import { html, nothing, type TemplateResult } from 'lit';
import * as z from 'zod';
import { STACKS } from '../../../src/questions/shared/dashboard/stacks';
import type { Home } from '../../../src/questions/overview';
import type { Sort } from '../../../src/questions/findSessions';
import { formatTokens } from '../../../src/usage/format';
import { t, tn } from '../../shared/l10n';
import { ownState } from '../../shared/own';
import { link } from '../../shared/parts';
import { costOverTime, drawCost } from '../cost/overTime';
import { reportButton } from '../reportButton';
import { money } from '../cost/words';
import { live } from '../home/live';
import { drawMore, more } from '../home/more';
import { nobodyYet } from '../nobody';
import { moneyStrip, needsLook, weeksCalendar } from '../home/sections';
import { rangeQuery } from '../queries';
import { loading, nothingHere, queryOf, type Actions, type Section, type View } from '../tab';

/** How the bars are split, and whether more is shown. */
const own = ownState(
  'now',
  z.object({ by: z.enum(STACKS).default('project'), more: z.boolean().default(false) }),
);

export const nowSection: Section = {
  id: 'now',
  title: () => t('Now'),
  asks: (view) => [{ call: 'overview', args: { range: view.state.range, query: queryOf(view) } }],
  filtered: true,
  view: content,
  draw,
};

const isEmpty = ({ now, days }: Home): boolean =>
  now.sessions === 0 && days.every(({ tokens }) => tokens === 0);

function content(view: View, actions: Actions): TemplateResult {
  const data = view.answers.overview;
  if (data === undefined) return loading;
  const isReading = view.answers.progress?.running === true;
  if (data.known === 0 && isEmpty(data)) return isReading ? loading : nobodyYet(actions);
  const { by, more: isOpen } = own.read(view);
  return html`
    <div class="home">
      ${live(data, actions)} ${moneyStrip(data, queryOf(view) !== '', actions)}
      ${needsLook(data, queryOf(view) !== '', actions)}
      ${
        isEmpty(data)
          ? html`<div class="cost">${nothingHere(view, actions)}</div>`
          : costOverTime(data, by, (one) => actions.keep(own.with(view, { by: one })), view, actions)
      }
      ${weeksCalendar(data, actions)}
    </div>
    ${isEmpty(data) ? nothing : html`${counts(data, actions)} ${orphanHint(data)}`}
    <div class="controls">
      <vscode-button
        secondary
        icon=${isOpen ? 'chevron-down' : 'chevron-right'}
        aria-expanded=${isOpen}
        @click=${() => actions.keep(own.with(view, { more: !isOpen }))}
        >${t('More')}</vscode-button
      >
      ${isEmpty(data) ? nothing : reportButton(data, view, actions)}
    </div>
    ${isOpen ? more(data, view, actions) : nothing}
  `;
}

/** Counts of the days in a line, each with the sessions behind it. Tokens say least and come last. */
function counts(data: Home, actions: Actions): TemplateResult {
  const { now } = data;
  const list = (text: string, sort: Sort, ...conditions: string[]): unknown =>
    link(text, () =>
      actions.sessions([rangeQuery(data), ...conditions].filter(Boolean).join(' '), {
        sort,
        descending: true,
      }),
    );
  return html`<p class="hint counts">
    ${list(tn(now.sessions, '{0} session', '{0} sessions'), 'started')} ·
    ${list(tn(now.prompts, '{0} prompt', '{0} prompts'), 'prompts')} ·
    ${list(money(now.costMicroUsd), 'cost')} ·
    ${
      now.calls === 0
        ? t('no tool calls')
        : list(
            t('{0} of {1} tool calls failed', now.errors, now.calls),
            'errors',
            ...(now.errors === 0 ? [] : ['errors:>0']),
          )
    }
    · ${list(t('{0} tokens', formatTokens(now.tokens)), 'tokens')}
  </p>`;
}

/** What is in the figures and in no session of the lists. */
function orphanHint({ orphans }: Home): unknown {
  if (orphans.runs === 0) return nothing;
  return html`<p class="hint">
    ${t(
      '{0} tokens ({1}) and {2} tool calls of these are of sub-agents whose session is not known ({3}): no list has them.',
      formatTokens(orphans.tokens),
      money(orphans.costMicroUsd),
      orphans.calls,
      orphans.runs,
    )}
  </p>`;
}

function draw(view: View, actions: Actions): void {
  const data = view.answers.overview;
  if (data === undefined) return;
  const { by, more: isOpen } = own.read(view);
  drawCost(data, by, view, actions);
  if (isOpen) drawMore(data, actions);
}
