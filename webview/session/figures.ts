/** A session at a glance: what it cost, how long it took, what changed, what failed, how full its context is. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { SessionDetail } from '../../src/questions/session';
import type { Story } from '../../src/questions/story';
import { contextShare, fillText, isNearlyFull } from '../../src/usage/contextShare';
import { formatCost, formatSpan, formatTokens, isAtLeast } from '../../src/usage/format';
import { span } from '../shared/format';
import { localize, t, tn } from '../shared/l10n';
import { shown } from '../shared/text';
import { filesText, plusMinus } from './changeWords';

const exact = { lowerBound: false };

/** `story` is not there at first. */
export const figuresOf = (detail: SessionDetail, story: Story | null | undefined): TemplateResult => html`
  <ul class="figs" aria-label=${t('At a glance')}>
    ${cost(detail)} ${time(detail)} ${changes(story)} ${failures(detail)} ${context(detail)}
  </ul>
`;

const figure = (value: unknown, label: unknown, title: string, kind = ''): TemplateResult =>
  html`<li class="fig ${kind}" title=${title === '' ? nothing : title}>
    <span class="value">${value}</span>
    <span class="label">${label}</span>
  </li>`;

/** What the cost is made of, and what it leaves out, in words. */
export function costParts({ row, subAgents, amounts }: SessionDetail): string {
  const agents = subAgents.reduce((sum, one) => sum + (one.costMicroUsd ?? 0), 0);
  const { costMicroUsd, missingMicroUsd } = amounts;
  return [
    agents > 0 && row.costMicroUsd !== null
      ? t('main {0}, agents {1}', formatCost(row.costMicroUsd - agents, exact), formatCost(agents, exact))
      : '',
    costMicroUsd !== null && missingMicroUsd > 0
      ? t('about {0} more for output that was not logged', formatCost(missingMicroUsd, exact))
      : '',
    row.unpriced.length > 0 ? t('no price for {0}', shown(row.unpriced.join(', '), 100)) : '',
    row.conditions.length > 0
      ? t('no price for {0}', shown(row.conditions.map(localize).join(', '), 100))
      : '',
  ]
    .filter(Boolean)
    .join('; ');
}

function cost(detail: SessionDetail): TemplateResult {
  const { row, subAgents, plan } = detail;
  const agents = subAgents.reduce((sum, one) => sum + (one.costMicroUsd ?? 0), 0);
  const prices = plan === 'subscription' ? t('API prices, not what you pay') : t('API prices');
  return figure(
    formatCost(row.costMicroUsd, { lowerBound: row.costMicroUsd !== null && isAtLeast(row) }),
    agents > 0 ? `${prices} · ${t('agents {0}', formatCost(agents, exact))}` : prices,
    costParts(detail),
  );
}

const time = ({ row, figures }: SessionDetail): TemplateResult =>
  figure(
    formatSpan(figures.activeMs),
    t('of work in {0}', span(row.startedAt, row.endedAt)),
    t('without pauses over 5 minutes'),
  );

function changes(story: Story | null | undefined): TemplateResult {
  if (story === undefined) return figure('…', t('changed'), '');
  if (story === null) return figure(t('unknown'), t('changed'), '');
  const { files, added, removed, atLeast } = story.changed;
  if (files === 0)
    return atLeast
      ? figure(t('unknown'), t('changed by commands only'), '')
      : figure(t('nothing'), t('changed'), '');
  return figure(
    html`${filesText(files)} ${plusMinus({ added, removed })}`,
    atLeast ? t('changed, at least') : t('changed, net'),
    atLeast ? t('Commands changed files too, or a log can no longer be read: there may be more.') : '',
  );
}

function failures({ tools, subAgents }: SessionDetail): TemplateResult {
  const sum = (what: 'calls' | 'errors' | 'denied'): number =>
    tools.reduce((total, tool) => total + tool[what], 0);
  const denied = sum('denied');
  return figure(
    t('{0} failed', sum('errors')),
    `${tn(sum('calls'), 'of {0} call', 'of {0} calls')}${denied === 0 ? '' : ` · ${t('{0} denied', denied)}`}`,
    subAgents.length === 0 ? '' : t('Sub-agents included.'),
  );
}

const BAR = 100;

function context({ figures, contextWarnAt }: SessionDetail): TemplateResult {
  const { context: now, compactions } = figures;
  if (now === null) return figure(t('unknown'), t('of the context'), '', 'ctx');
  const share = contextShare(now);
  const label =
    now.window === null
      ? t('in the context')
      : t('of the context · {0} of {1}', formatTokens(now.tokens), formatTokens(now.window));
  const compacted = compactions === 0 ? '' : ` · ${tn(compactions, 'compacted once', 'compacted {0} times')}`;
  return figure(
    html`${fillText(now)}
    ${
      share === null
        ? nothing
        : svg`<svg class="bar ${isNearlyFull(now, contextWarnAt) ? 'full' : ''}" viewBox="0 0 ${BAR} 6" preserveAspectRatio="none" aria-hidden="true"><rect class="ground" width=${BAR} height="6"></rect><rect class="fill" width=${Math.min(BAR, share * BAR)} height="6"></rect></svg>`
    }`,
    `${label}${compacted}`,
    isNearlyFull(now, contextWarnAt)
      ? t('Context nearly full. Run /compact, or start a new session with a summary.')
      : '',
    'ctx',
  );
}

/** Prompts and commands, apart. */
export const askedText = ({ prompts, commands }: Story['asked']): string =>
  [
    prompts === 0 && commands > 0 ? '' : tn(prompts, '{0} prompt', '{0} prompts'),
    commands === 0 ? '' : tn(commands, '{0} command', '{0} commands'),
  ]
    .filter(Boolean)
    .join(', ');
