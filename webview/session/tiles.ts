/** A session at a glance: is it going well, what does it cost, what happened. */
import { html, type TemplateResult } from 'lit';
import type { SessionDetail } from '../../src/questions/session';
import type { SessionRow } from '../../src/library/sessionRow';
import { findingWords, openOf } from '../../src/findings/registry';
import { beyondWindow, isNearlyFull, type Context } from '../../src/usage/context';
import { formatCost, formatTokens } from '../../src/usage/format';
import { cacheHitShare } from '../../src/usage/rows';
import { isAtLeast } from '../shared/amounts';
import { duration, percent } from '../shared/format';
import { counted, severity, tile } from '../shared/parts';
import { shown } from '../shared/text';
import { fillText } from './context';
import { titleOf } from './measureWords';

export function tiles(detail: SessionDetail): TemplateResult {
  const { row, figures, amounts, plan, contextWarnAt } = detail;
  const { context } = figures;
  const calls = figures.tools.reduce((sum, tool) => sum + tool.calls, 0);
  const errors = figures.tools.reduce((sum, tool) => sum + tool.errors, 0);
  const cost = formatCost(row.costMicroUsd, {
    lowerBound: row.lowerBound || (row.costMicroUsd !== null && isAtLeast(row)),
  });
  const hits = cacheHitShare(amounts);
  const requests = figures.usage.reduce((sum, one) => sum + one.requests, 0);
  const bounds = figures.usage.reduce((sum, one) => sum + one.lowerBound, 0);
  return html`
    <section class="tiles" aria-label="Summary">
      ${tile('Quality', html`${severity(row.severity)}`, qualityNote(detail))}
      ${tile(
        'Tokens',
        `${row.lowerBound ? '≥ ' : ''}${formatTokens(row.tokens)}`,
        bounds > 0
          ? `lower bound: ${bounds} of ${requests} requests lack a final usage`
          : `${counted(requests, 'request', 'requests')}${row.subAgents > 0 ? ' and sub-agents' : ''}`,
      )}
      ${tile('Cost', cost, costNote(row, amounts, plan, figures.prompts))}
      ${tile(
        'Context',
        context === null ? 'unknown' : fillText(context),
        context === null ? 'no figure in the log' : fillNote(context, contextWarnAt),
      )}
      ${tile('Cache hits', hits === null ? 'unknown' : percent(hits, 1), 'of the input was read from the cache')}
      ${tile('Active time', duration(figures.activeMs), `of ${duration(figures.wallMs)}, without pauses over 5 min`)}
      ${tile('Prompts', String(figures.prompts), `${counted(figures.messages, 'response', 'responses')}, ${counted(figures.interrupts, 'interrupt', 'interrupts')}`)}
      ${tile('Tool calls', String(calls), `${errors} failed${calls > 0 ? ` (${percent(errors, calls)})` : ''}`)}
    </section>
  `;
}

/** Why the quality is what it is, in a few words. */
function qualityNote({ row, figures, measures }: SessionDetail): string {
  const found = openOf(figures.findings).map(({ name }) => findingWords(name).title);
  const rings = measures
    ? figures.signals.filter((one) => one.severity === row.severity && one.severity !== 'ok').map(titleOf)
    : [];
  if (found.length + rings.length > 0) return [...new Set([...found, ...rings])].join(', ');
  return row.severity === 'unjudged' ? 'too little has happened' : 'nothing to check';
}

/** What stands under the share of the context. */
function fillNote(context: Context, warnAt: number): TemplateResult | string {
  const { tokens, window } = context;
  if (window === null) return 'the size of the model’s window is not known';
  if (beyondWindow(context))
    return `${formatTokens(tokens)} tokens, but the model’s window holds ${formatTokens(window)}: one of the two is not what it seems`;
  return html`<vscode-progress-bar
      .value=${tokens}
      .max=${window}
      aria-label="Context window fill"
    ></vscode-progress-bar>
    ${formatTokens(tokens)} of ${formatTokens(window)}${isNearlyFull(context, warnAt) ? ': nearly full' : ''}`;
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
    row.conditions.length > 0 ? `at least that: no price for ${shown(row.conditions.join(', '), 120)}` : '',
    row.unpriced.length > 0
      ? `no price for ${shown(row.unpriced.map((name) => name || 'unnamed model').join(', '), 80)}`
      : '',
    costMicroUsd !== null && missingMicroUsd > 0
      ? `about ${formatCost(costMicroUsd + missingMicroUsd, exact)} with unlogged output`
      : '',
    costMicroUsd !== null && prompts > 1
      ? `${formatCost(Math.round(costMicroUsd / prompts), exact)} a prompt`
      : '',
    plan === 'subscription' ? 'notional: your plan is a flat rate' : 'at API list price',
  ];
  return notes.filter((note) => note !== '').join('; ');
}
