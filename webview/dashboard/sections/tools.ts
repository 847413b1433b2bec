/** Tools: the leaderboard, MCP servers, sub-agents. Errors and denials are kept apart. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Tools } from '../../../src/questions/tools';
import { formatTokens } from '../../../src/usage/format';
import { percent } from '../../shared/format';
import { localize, t, tn, whole } from '../../shared/l10n';
import { OVERS, stepLabels, stepName } from '../../shared/over';
import { detailColumn, link, numberColumn, table } from '../../shared/parts';
import { shown } from '../../shared/text';
import { drawSeries } from '../../shared/charts';
import { money, noAgents, WHOLE_SESSIONS } from '../cost/words';
import { namedQuery } from '../queries';
import { shortened } from '../shortened';
import { chart, loading, nothingHere, queryOf, type Actions, type Section, type View } from '../tab';

export const toolsSection: Section = {
  id: 'tools',
  title: () => t('Tools'),
  asks: (view) => [{ call: 'tools', args: { range: view.state.range, query: queryOf(view) } }],
  filtered: true,
  view: content,
  draw,
};

const MOST = 15;
/** Rows of the table before it is shown whole. */
const FEW = 10;
const BY_TIME = { day: t('Calls by day'), week: t('Calls by week'), month: t('Calls by month') };
const TOOL_COLUMNS = [
  { name: t('Tool') },
  ...[t('Calls'), t('Failed'), t('Share failed')].map(numberColumn),
  ...[t('Denied'), t('Share denied'), t('Interrupted'), t('Cancelled'), t('Tokens')].map(detailColumn),
  numberColumn(t('Cost')),
];

type Group = Tools['tools'][number];
const groupRow = (one: Group, name: unknown): unknown[] => [
  name,
  one.calls,
  one.errors,
  percent(one.errors, one.calls),
  one.denied,
  percent(one.denied, one.calls),
  one.interrupted,
  one.cancelled,
  formatTokens(one.tokens),
  money(one.costMicroUsd),
];

function content(view: View, actions: Actions): TemplateResult {
  const data = view.answers.tools;
  if (data === undefined) return loading;
  if (data.tools.length === 0) return nothingHere(view, actions);
  const calls = data.tools.reduce((sum, one) => sum + one.calls, 0);
  const toolRows = data.tools.map((one) => groupRow(one, named('tool', one.key, one.calls, data, actions)));
  return html`
    <p class="hint">
      ${WHOLE_SESSIONS}
      ${
        data.lowerBound === 0
          ? nothing
          : tn(
              data.lowerBound,
              'At least: {0} request ended before all output was logged.',
              'At least: {0} requests ended before all output was logged.',
            )
      }
      ${
        data.conditions.length === 0
          ? nothing
          : t(
              'No price is known for {0}: cost is at least what is said.',
              shown(data.conditions.join(', '), 120),
            )
      }
    </p>
    ${chart(
      {
        id: 'tool-calls',
        title: t('Calls'),
        summary: t('Calls: {0}; tools: {1}.', calls, data.tools.filter((one) => one.calls > 0).length),
        height: 320,
        rows: (heading) => table(heading, TOOL_COLUMNS, toolRows, t('No tool was called.')),
      },
      view,
      actions,
    )}
    ${chart(
      {
        id: 'calls-over-time',
        title: BY_TIME[data.over],
        summary: callsSummary(data),
        rows: (heading) =>
          table(
            heading,
            [{ name: OVERS[data.over] }, ...[t('Calls'), t('Failed'), t('Denied')].map(numberColumn)],
            data.steps.map((step) => [stepName(data.over, step), step.calls, step.errors, step.denied]),
            t('No day.'),
          ),
      },
      view,
      actions,
    )}
    ${shortened({ id: 'all-tools', title: t('All tools'), rows: toolRows, few: FEW }, view, actions, (rows) =>
      table('all-tools', TOOL_COLUMNS, rows, t('No tool was called.')),
    )}
    ${serversAndAgents(data, actions)}
  `;
}

const callsSummary = ({ steps, outside }: Tools): string =>
  [
    t(
      'Calls made on these days: {0}; failed: {1}.',
      steps.reduce((sum, one) => sum + one.calls, 0),
      steps.reduce((sum, one) => sum + one.errors, 0),
    ),
    outside === 0
      ? ''
      : tn(
          outside,
          'Not shown, for no readable time puts it on a day: {0} call.',
          'Not shown, for no readable time puts them on a day: {0} calls.',
        ),
  ]
    .filter(Boolean)
    .join(' ');

/** What was called, and leads to the sessions that called it; responses without a call name no tool. */
function named(
  field: 'tool' | 'server' | 'agent',
  name: string,
  n: number,
  data: Tools,
  actions: Actions,
): unknown {
  const query = n === 0 ? null : namedQuery(field, name, data);
  const text = shown(localize(name), 80);
  return query === null ? text : link(text, () => actions.sessions(query));
}

const serversAndAgents = (data: Tools, actions: Actions): TemplateResult =>
  html`<section aria-labelledby="servers">
      <h2 id="servers">${t('MCP servers')}</h2>
      ${table(
        'servers',
        [{ name: t('Server') }, ...TOOL_COLUMNS.slice(1)],
        data.servers.map((one) => groupRow(one, named('server', one.key, one.calls, data, actions))),
        t('No tool of an MCP server was called.'),
      )}
    </section>
    <section aria-labelledby="agents">
      <h2 id="agents">${t('Sub-agents')}</h2>
      ${table(
        'agents',
        [
          { name: t('Type') },
          numberColumn(t('Runs')),
          detailColumn(t('Tokens')),
          numberColumn(t('Cost')),
          numberColumn(t('Tool calls')),
          numberColumn(t('Share failed')),
        ],
        data.agents.map((one) => [
          named('agent', one.type, one.runs, data, actions),
          one.runs,
          formatTokens(one.tokens),
          money(one.costMicroUsd),
          one.calls,
          percent(one.errors, one.calls),
        ]),
        noAgents(data.started),
      )}
    </section>`;

function draw({ answers }: View, actions: Actions): void {
  const data = answers.tools;
  const tools = (data?.tools ?? []).filter(({ calls }) => calls > 0).slice(0, MOST);
  drawSeries('tool-calls', {
    labels: tools.map(({ key }) => shown(key, 40)),
    series: [
      {
        label: t('Worked'),
        values: tools.map((one) => one.calls - one.errors - one.denied - one.interrupted - one.cancelled),
        kind: 'bar',
        color: 0,
      },
      { label: t('Failed'), values: tools.map(({ errors }) => errors), kind: 'bar', color: 3 },
      { label: t('Denied'), values: tools.map(({ denied }) => denied), kind: 'bar', color: 1 },
      {
        label: t('Interrupted or cancelled'),
        values: tools.map(({ interrupted, cancelled }) => interrupted + cancelled),
        kind: 'bar',
        color: 6,
      },
    ],
    left: { title: t('Calls'), format: whole },
    horizontal: true,
    onClick(at) {
      const query = data === undefined ? null : namedQuery('tool', tools[at]?.key ?? '', data);
      if (query !== null) actions.sessions(query);
    },
  });
  const steps = data?.steps ?? [];
  drawSeries('calls-over-time', {
    ...stepLabels(data?.over ?? 'day', steps),
    series: [
      {
        label: t('Did not fail'),
        values: steps.map(({ calls, errors }) => calls - errors),
        kind: 'bar',
        color: 0,
      },
      { label: t('Failed'), values: steps.map(({ errors }) => errors), kind: 'bar', color: 3 },
    ],
    left: { title: t('Calls'), format: whole },
  });
}
