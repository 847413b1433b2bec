/** Cost: what each turn came to, by model and day, and by tool. */
import { html, nothing, type TemplateResult } from 'lit';
import { exactDollars } from '../../../src/analysis/reconcile';
import type { Chart } from '../../../src/questions/chart';
import type { SessionDetail } from '../../../src/questions/session';
import type { ListedTurn as Turn } from '../../../src/questions/turns';
import { formatCost, formatSpan, formatTokens } from '../../../src/usage/format';
import { modelName } from '../../../src/session/modelName';
import { costsAtLeast } from '../../../src/usage/rows';
import { turnCost } from '../../shared/amounts';
import { drawSeries } from '../../shared/charts';
import { chartSection } from '../../shared/chartSection';
import { dayName, percent } from '../../shared/format';
import {
  classOf,
  detailColumn,
  link,
  numberColumn,
  table,
  tableOfTurns,
  type Column,
} from '../../shared/parts';
import { shown } from '../../shared/text';
import { virtualList } from '../../shared/virtual';
import { costParts } from '../figures';
import { costRows, costSummary, soFar, type CostRow } from '../spend';
import { CHART, TURNS, type Actions, type Tab, type View } from '../tab';
import { localize, t, whole } from '../../shared/l10n';

export const costTab: Tab = {
  id: 'cost',
  asks: () => [CHART, { list: TURNS, args: {} }],
  view: content,
  draw,
};

const exact = { lowerBound: false };

function content(view: View, actions: Actions): TemplateResult {
  const detail = view.detail!;
  const { chart } = view.answers;
  if (chart === undefined) return html`<p class="empty" aria-busy="true">${t('Reading the log…')}</p>`;
  const parts = costParts(detail);
  return html`
    ${parts === '' ? nothing : html`<p class="hint parts">${parts}</p>`}
    ${chart === null ? html`<p class="empty">${t('This session’s log is not on disk.')}</p>` : byTurn(chart, view, actions)}
    ${models(detail)} ${account(detail)} ${tools(detail)}
  `;
}

/** What each turn cost, as a chart and as a table. */
function byTurn(chart: Chart, view: View, actions: Actions): TemplateResult {
  const rows = costRows(chart);
  const turns = view.questions.rows(TURNS);
  return html`
    ${chartSection(
      {
        id: 'cost-chart',
        title: t('Cost by turn'),
        summary: costSummary(rows),
        rows: (heading) =>
          tableOfTurns(
            heading,
            [
              { name: t('Turn') },
              { name: t('Cost'), number: true },
              { name: t('Cost so far'), number: true },
            ],
            rows,
            (row) => [row.turn, turnCost(row), soFar(row)],
            t('No turn yet.'),
          ),
      },
      view.state.tables.includes('cost-chart'),
      actions.toggleTable,
    )}
    <section aria-labelledby="by-turn">
      <h2 id="by-turn">${t('Turns')} <span class="count">${whole(rows.length)}</span></h2>
      ${view.detail!.subAgents.length === 0 ? nothing : html`<p class="hint">${t('Cost includes the sub-agents a turn started; requests and tokens are its own.')}</p>`}
      <div
        class="grid costs"
        role="table"
        aria-label=${t('Cost of each turn')}
        aria-rowcount=${rows.length + 1}
      >
        <div role="row" class="row head" aria-rowindex="1">
          ${COLUMNS.map((one) => html`<div role="columnheader" class=${classOf(one)}>${one.name}</div>`)}
        </div>
        ${virtualList({
          id: 'costs',
          label: t('Cost of each turn'),
          role: 'rowgroup',
          total: rows.length,
          seen: (first, last) => view.questions.seen(TURNS, first, last),
          row: (at) => costRow(rows[at]!, turns.get(at), actions),
        })}
      </div>
    </section>
  `;
}

const COLUMNS: readonly Column[] = [
  { name: t('Turn') },
  { name: t('Prompt') },
  ...[t('Requests'), t('Input'), t('Output'), t('Cache read'), t('Cache write')].map(detailColumn),
  numberColumn(t('Cost')),
  numberColumn(t('So far')),
];

function costRow(row: CostRow, turn: Turn | undefined, actions: Actions): TemplateResult {
  const usage = turn?.usage;
  const cells =
    usage === undefined
      ? ['…', '…', '…', '…', '…']
      : [
          whole(turn?.requests ?? 0),
          formatTokens(usage.input),
          `${row.lowerBound ? '≥ ' : ''}${formatTokens(usage.output)}`,
          formatTokens(usage.cacheRead),
          formatTokens(usage.cacheWrite5m + usage.cacheWrite1h),
        ];
  return html`<div role="row" class="row" aria-rowindex=${row.turn + 1}>
    <div role="cell">
      ${link(whole(row.turn), () => actions.goTo(row.turn - 1, 'transcript'), t('Turn {0}', row.turn))}
    </div>
    <div role="cell" class="muted">${shown(turn?.promptText ?? '', 120)}</div>
    ${cells.map((cell) => html`<div role="cell" class="number less">${cell}</div>`)}
    <div role="cell" class="number">${turnCost(row)}</div>
    <div role="cell" class="number">${soFar(row)}</div>
  </div>`;
}

function draw({ answers: { chart }, state }: View): void {
  if (chart == null || state.tables.includes('cost-chart')) return;
  const rows = costRows(chart);
  drawSeries('cost-chart', {
    labels: rows.map(({ turn }) => whole(turn)),
    below: t('Turn'),
    left: { title: t('Cost'), format: (n) => formatCost(Math.round(n), exact) },
    series: [
      {
        label: t('Cost'),
        kind: 'bar',
        color: 0,
        values: rows.map(({ costMicroUsd }) => costMicroUsd),
        texts: rows.map(turnCost),
      },
    ],
  });
}

function models({ usage, subAgents }: SessionDetail): TemplateResult {
  return html`
    <section aria-labelledby="models">
      <h2 id="models">${t('Models and days')}</h2>
      ${table(
        'models',
        [
          { name: t('Model') },
          { name: t('Day') },
          numberColumn(t('Requests')),
          ...[t('Input'), t('Output'), t('Cache read'), t('Cache write')].map(detailColumn),
          numberColumn(t('Cost')),
        ],
        usage.map((row) => [
          modelCell(row.model),
          row.day === null ? t('unknown') : dayName(row.day),
          row.requests,
          formatTokens(row.input),
          `${row.lowerBound > 0 ? '≥ ' : ''}${formatTokens(row.output)}`,
          formatTokens(row.cacheRead),
          formatTokens(row.cacheWrite5m + row.cacheWrite1h),
          formatCost(row.costMicroUsd, { lowerBound: costsAtLeast(row) }),
        ]),
        t('No response yet.'),
      )}
      ${subAgents.length === 0 ? nothing : html`<p class="hint">${t('Sub-agents included.')}</p>`}
    </section>
  `;
}

const modelCell = (model: string): TemplateResult =>
  html`<span title=${shown(model, 80)}>${shown(modelName(model) || t('(no name)'), 60)}</span>`;

/** What Claude Code itself counted, and how far the lines show it. */
function account({ reconciled }: SessionDetail): TemplateResult | typeof nothing {
  if (reconciled === null) return nothing;
  const { accountMicroUsd, linesMicroUsd, linesAtLeast, gapMicroUsd, linesAdded, linesRemoved, apiMs } =
    reconciled;
  const facts = [
    linesAdded === null || linesRemoved === null
      ? ''
      : t('{0} lines added, {1} removed', linesAdded, linesRemoved),
    apiMs === null ? '' : t('{0} in calls of the API', formatSpan(apiMs)),
  ].filter(Boolean);
  return html`
    <section aria-labelledby="account">
      <h2 id="account">${t('Claude Code’s own account')}</h2>
      <p class="hint">${reconciled.words.map((one) => shown(localize(one), 300)).join(' ')}</p>
      ${table(
        'account',
        [
          { name: t('Model') },
          ...[t('Input'), t('Output'), t('Cache read'), t('Cache write'), t('Searches')].map(detailColumn),
          numberColumn(t('Cost')),
        ],
        [
          ...reconciled.models.map(({ model, gap }) => [
            modelCell(model),
            ...[gap.input, gap.output, gap.cacheRead, gap.cacheWrite].map(formatTokens),
            gap.webSearches,
            exactDollars(gap.costMicroUsd),
          ]),
          [t('On no line, in all'), '', '', '', '', '', exactDollars(gapMicroUsd)],
        ],
        t('It names no model.'),
      )}
      <p class="hint">
        ${[t('Account {0}, lines {1}', exactDollars(accountMicroUsd), exactDollars(linesMicroUsd, linesAtLeast)), ...facts].join('; ')}.
        ${t('Sub-agents included.')}
      </p>
    </section>
  `;
}

function tools({ tools: all, subAgents }: SessionDetail): TemplateResult {
  const rows = all.filter(({ calls }) => calls > 0);
  const none = all.find(({ key }) => key.startsWith('('));
  return html`
    <section aria-labelledby="tools">
      <h2 id="tools">${t('Tools')}</h2>
      ${table(
        'tools',
        [
          { name: t('Tool') },
          ...[t('Calls'), t('Failed'), t('Share failed')].map(numberColumn),
          ...[t('Denied'), t('Interrupted'), t('Tokens')].map(detailColumn),
          numberColumn(t('Cost')),
        ],
        rows.length === 0
          ? []
          : [
              ...rows.map((tool) => [
                shown(tool.key, 80),
                tool.calls,
                tool.errors,
                tool.calls === 0 ? '' : percent(tool.errors, tool.calls),
                tool.denied,
                tool.interrupted,
                ...costOfTool(tool),
              ]),
              [t('no tool called'), '', '', '', '', '', ...costOfTool(none)],
            ],
        t('No tool was called.'),
      )}
      ${subAgents.length === 0 ? nothing : html`<p class="hint">${t('Sub-agents included.')}</p>`}
    </section>
  `;
}

/** Tokens and money of a tool: those of the responses that called it, shared among their calls. */
const costOfTool = (usage: SessionDetail['tools'][number] | undefined): string[] =>
  usage === undefined
    ? ['', '']
    : [
        formatTokens(usage.tokens),
        usage.unpricedTokens === usage.tokens && usage.tokens > 0
          ? t('unpriced')
          : formatCost(usage.costMicroUsd, { lowerBound: usage.unpricedTokens > 0 }),
      ];
