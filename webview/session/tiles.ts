/** A session at a glance: is it going well, what does it cost, what happened. */
import { html, type TemplateResult } from 'lit';
import type { SessionDetail } from '../../src/questions/session';
import type { SessionRow } from '../../src/library/sessionRow';
import { findingWords, openOf } from '../../src/findings/registry';
import type { Context } from '../../src/usage/context';
import { beyondWindow, fillText, isNearlyFull } from '../../src/usage/contextShare';
import { formatCost, formatSpan, formatTokens, isAtLeast } from '../../src/usage/format';
import { cacheHitShare } from '../../src/usage/rows';
import { percent, span } from '../shared/format';
import { severity, tile } from '../shared/parts';
import { shown } from '../shared/text';
import { measureTitle } from './measureWords';
import { localize, t, tn, whole } from '../shared/l10n';

export function tiles(detail: SessionDetail): TemplateResult {
  const { row, figures, tools, amounts, plan, contextWarnAt } = detail;
  const { context } = figures;
  const calls = tools.reduce((sum, tool) => sum + tool.calls, 0);
  const errors = tools.reduce((sum, tool) => sum + tool.errors, 0);
  const cost = formatCost(row.costMicroUsd, {
    lowerBound: row.lowerBound || (row.costMicroUsd !== null && isAtLeast(row)),
  });
  const hits = cacheHitShare(amounts);
  const { requests, lowerBound: bounds } = amounts;
  return html`
    <section class="tiles" aria-label=${t('Summary')}>
      ${tile(t('Quality'), html`${severity(row.severity)}`, qualityNote(detail))}
      ${tile(
        t('Tokens'),
        `${row.lowerBound ? '≥ ' : ''}${formatTokens(row.tokens)}`,
        bounds > 0
          ? t('at least: Claude Code did not log all output of {0} of {1} requests', bounds, requests)
          : tn(requests, '{0} request', '{0} requests'),
      )}
      ${tile(t('Cost'), cost, costNote(row, amounts, plan, figures.prompts))}
      ${tile(
        t('Context'),
        context === null ? t('unknown') : fillText(context),
        context === null ? t('no figure in the log') : fillNote(context, contextWarnAt),
      )}
      ${tile(t('Cache hits'), hits === null ? t('unknown') : percent(hits, 1), t('of the input was read from the cache'))}
      ${tile(t('Active time'), formatSpan(figures.activeMs), t('of work in {0}', span(row.startedAt, row.endedAt)))}
      ${tile(t('Prompts'), whole(figures.prompts), promptsNote(figures))}
      ${tile(t('Tool calls'), whole(calls), calls > 0 ? t('{0} failed ({1})', errors, percent(errors, calls)) : t('{0} failed', errors))}
    </section>
  `;
}

const promptsNote = ({ messages, interrupts, scriptedPrompts }: SessionDetail['figures']): string =>
  [
    ...(scriptedPrompts > 0 ? [tn(scriptedPrompts, '{0} prompt of a script', '{0} prompts of scripts')] : []),
    tn(messages, '{0} response', '{0} responses'),
    tn(interrupts, '{0} interrupt', '{0} interrupts'),
  ].join(', ');

function qualityNote({ row, figures, measures }: SessionDetail): string {
  const found = openOf(figures.findings).map(({ name }) => localize(findingWords(name).title));
  const rings = measures
    ? figures.signals
        .filter((one) => one.severity === row.severity && one.severity !== 'ok')
        .map(measureTitle)
    : [];
  if (found.length + rings.length > 0) return [...new Set([...found, ...rings])].join(', ');
  return row.severity === 'unjudged' ? t('too little has happened') : t('nothing to check');
}

function fillNote(context: Context, warnAt: number): TemplateResult | string {
  const { tokens, window } = context;
  if (window === null) return t('the size of the model’s window is not known');
  if (beyondWindow(context))
    return t(
      '{0} tokens, but the model’s window holds {1}: one of the two is not what it seems',
      formatTokens(tokens),
      formatTokens(window),
    );
  return html`<vscode-progress-bar
      .value=${tokens}
      .max=${window}
      aria-label=${t('Context window fill')}
    ></vscode-progress-bar>
    ${isNearlyFull(context, warnAt) ? t('{0} of {1}: nearly full', formatTokens(tokens), formatTokens(window)) : t('{0} of {1}', formatTokens(tokens), formatTokens(window))}`;
}

/** What stands under the cost: what it leaves out, what it is likely to be, what a prompt costs, whether it is real. */
function costNote(
  row: SessionRow,
  amounts: SessionDetail['amounts'],
  plan: SessionDetail['plan'],
  prompts: number,
): string {
  const { costMicroUsd, missingMicroUsd } = amounts;
  const exact = { lowerBound: false };
  const notes = [
    row.conditions.length > 0
      ? t('at least that: no price for {0}', shown(row.conditions.map(localize).join(', '), 120))
      : '',
    row.unpriced.length > 0
      ? t('no price for {0}', shown(row.unpriced.map((name) => name || t('unnamed model')).join(', '), 80))
      : '',
    costMicroUsd !== null && missingMicroUsd > 0
      ? t('about {0} with output that was not logged', formatCost(costMicroUsd + missingMicroUsd, exact))
      : '',
    costMicroUsd !== null && prompts > 1
      ? t('{0} per prompt', formatCost(Math.round(costMicroUsd / prompts), exact))
      : '',
    plan === 'subscription' ? t('API prices, not what you pay') : t('at API prices'),
  ];
  return notes.filter(Boolean).join('; ');
}
