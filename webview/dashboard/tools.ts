/** Tools: the leaderboard, MCP servers, sub-agents. Errors and denials are kept apart. */
import { html, type TemplateResult } from 'lit';
import type { Tools } from '../../src/engine/dashboardData';
import { formatCost, formatTokens } from '../../src/usage/format';
import { percent } from '../shared/format';
import { counted, table } from '../shared/parts';
import { shown } from '../shared/text';
import { drawSeries } from '../shared/charts';
import { chart, loading, rangePicker, type Actions, type View } from './view';

const MOST = 15;
const number = (name: string) => ({ name, number: true });
const TOOL_COLUMNS = [
  { name: 'Tool' },
  ...['Calls', 'Errors', 'Error rate', 'Denied', 'Denied rate', 'Interrupted', 'Tokens', 'Cost'].map(number),
];

type Group = Tools['tools'][number];
const groupRow = (one: Group): unknown[] => [
  shown(one.key, 80),
  one.calls,
  one.errors,
  percent(one.errors, one.calls),
  one.denied,
  percent(one.denied, one.calls),
  one.interrupted,
  formatTokens(one.tokens),
  formatCost(one.costMicroUsd, { lowerBound: one.unpricedTokens > 0 }),
];

export function toolsTab(view: View, actions: Actions): TemplateResult {
  const data = view.answers.tools;
  if (data === undefined) return loading;
  const calls = data.tools.reduce((sum, one) => sum + one.calls, 0);
  return html`
    <div class="controls">${rangePicker(view, actions)}</div>
    <p class="hint">
      Of whole sessions that were active in these days. Tokens and money of a response are shared among the
      tools it called.
    </p>
    ${chart(
      {
        id: 'tool-calls',
        title: 'Calls',
        summary: `${counted(calls, 'call')} of ${counted(data.tools.filter((one) => one.calls > 0).length, 'tool')}.`,
        height: 320,
        rows: table(TOOL_COLUMNS, data.tools.map(groupRow), 'No tool was called.'),
      },
      view,
      actions,
    )}
    ${chart(
      {
        id: 'calls-by-day',
        title: 'Calls by day',
        summary: `${counted(
          data.days.reduce((sum, one) => sum + one.calls, 0),
          'call',
        )} made on these days, ${data.days.reduce((sum, one) => sum + one.errors, 0)} failed.`,
        rows: table(
          [{ name: 'Day' }, ...['Calls', 'Failed', 'Denied'].map(number)],
          data.days.map(({ day, calls: n, errors, denied }) => [day, n, errors, denied]),
          'No day.',
        ),
      },
      view,
      actions,
    )}
    <section aria-labelledby="all-tools">
      <h2 id="all-tools">All tools</h2>
      <div class="scroll" tabindex="0">
        ${table(TOOL_COLUMNS, data.tools.map(groupRow), 'No tool was called.')}
      </div>
    </section>
    <section aria-labelledby="servers">
      <h2 id="servers">MCP servers</h2>
      ${table([{ name: 'Server' }, ...TOOL_COLUMNS.slice(1)], data.servers.map(groupRow), 'No tool of an MCP server was called.')}
    </section>
    <section aria-labelledby="agents">
      <h2 id="agents">Sub-agents</h2>
      ${table(
        [{ name: 'Type' }, ...['Runs', 'Tokens', 'Cost', 'Tool calls', 'Error rate'].map(number)],
        data.agents.map((one) => [
          shown(one.type, 80),
          one.runs,
          formatTokens(one.tokens),
          formatCost(one.costMicroUsd, { lowerBound: false }),
          one.calls,
          percent(one.errors, one.calls),
        ]),
        'No sub-agent was started.',
      )}
    </section>
  `;
}

export function drawTools({ answers }: View): void {
  const tools = (answers.tools?.tools ?? []).filter(({ calls }) => calls > 0).slice(0, MOST);
  drawSeries('tool-calls', {
    labels: tools.map(({ key }) => shown(key, 40)),
    series: [
      {
        label: 'Worked',
        values: tools.map((one) => one.calls - one.errors - one.denied),
        kind: 'bar',
        color: 0,
      },
      { label: 'Failed', values: tools.map(({ errors }) => errors), kind: 'bar', color: 3 },
      { label: 'Denied', values: tools.map(({ denied }) => denied), kind: 'bar', color: 1 },
    ],
    left: { title: 'Calls', format: String },
    horizontal: true,
  });
  const days = answers.tools?.days ?? [];
  drawSeries('calls-by-day', {
    labels: days.map(({ day }) => day),
    series: [
      {
        label: 'Worked or denied',
        values: days.map(({ calls, errors }) => calls - errors),
        kind: 'bar',
        color: 0,
      },
      { label: 'Failed', values: days.map(({ errors }) => errors), kind: 'bar', color: 3 },
    ],
    left: { title: 'Calls', format: String },
  });
}
