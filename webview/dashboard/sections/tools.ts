/** Tools: the leaderboard, MCP servers, sub-agents. Errors and denials are kept apart. */
import { html, type TemplateResult } from 'lit';
import type { Tools } from '../../../src/questions/tools';
import { formatTokens } from '../../../src/usage/format';
import { costText, tokenText } from '../../shared/amounts';
import { percent } from '../../shared/format';
import { t } from '../../shared/l10n';
import { counted, link, table } from '../../shared/parts';
import { shown } from '../../shared/text';
import { drawSeries } from '../../shared/charts';
import { namedQuery } from '../queries';
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
const number = (name: string) => ({ name, number: true });
const TOOL_COLUMNS = [
  { name: 'Tool' },
  ...[
    'Calls',
    'Errors',
    'Error rate',
    'Denied',
    'Denied rate',
    'Interrupted',
    'Cancelled',
    'Tokens',
    'Cost',
  ].map(number),
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
  costText({ ...one, costAtLeast: false }),
];

function content(view: View, actions: Actions): TemplateResult {
  const data = view.answers.tools;
  if (data === undefined) return loading;
  if (data.tools.length === 0) return nothingHere(view, actions);
  const calls = data.tools.reduce((sum, one) => sum + one.calls, 0);
  const toolRows = data.tools.map((one) => groupRow(one, named('tool', one.key, one.calls, data, actions)));
  return html`
    <p class="hint">
      Of whole sessions that were active in these days. Tokens and money of a response are shared among the
      tools it
      called.${
        data.lowerBound === 0
          ? ''
          : ` ${counted(data.lowerBound, 'request')} ended without a final usage in the log: tokens and cost are at least what is said.`
      }${
        data.conditions.length === 0
          ? ''
          : ` No price is known for ${shown(data.conditions.join(', '), 120)}: cost is at least what is said.`
      }
    </p>
    ${chart(
      {
        id: 'tool-calls',
        title: 'Calls',
        summary: `${counted(calls, 'call')} of ${counted(data.tools.filter((one) => one.calls > 0).length, 'tool')}.`,
        height: 320,
        rows: table(TOOL_COLUMNS, toolRows, 'No tool was called.'),
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
        )} made on these days, ${data.days.reduce((sum, one) => sum + one.errors, 0)} failed.${
          data.outside === 0
            ? ''
            : ` Not shown, for no readable time puts them on a day: ${counted(data.outside, 'call')}.`
        }`,
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
      <div class="scroll" tabindex="0">${table(TOOL_COLUMNS, toolRows, 'No tool was called.')}</div>
    </section>
    ${serversAndAgents(data, actions)}
  `;
}

/** What was called, and leads to the sessions that called it; responses without a call name no tool. */
function named(
  field: 'tool' | 'server' | 'agent',
  name: string,
  n: number,
  data: Tools,
  actions: Actions,
): unknown {
  const query = n === 0 ? null : namedQuery(field, name, data);
  const text = shown(name, 80);
  return query === null ? text : link(text, () => actions.sessions(query));
}

const serversAndAgents = (data: Tools, actions: Actions): TemplateResult =>
  html`<section aria-labelledby="servers">
      <h2 id="servers">MCP servers</h2>
      ${table(
        [{ name: 'Server' }, ...TOOL_COLUMNS.slice(1)],
        data.servers.map((one) => groupRow(one, named('server', one.key, one.calls, data, actions))),
        'No tool of an MCP server was called.',
      )}
    </section>
    <section aria-labelledby="agents">
      <h2 id="agents">Sub-agents</h2>
      ${table(
        [{ name: 'Type' }, ...['Runs', 'Tokens', 'Cost', 'Tool calls', 'Error rate'].map(number)],
        data.agents.map((one) => [
          named('agent', one.type, one.runs, data, actions),
          one.runs,
          tokenText(one),
          costText(one),
          one.calls,
          percent(one.errors, one.calls),
        ]),
        'No sub-agent was started.',
      )}
    </section>`;

function draw({ answers }: View, actions: Actions): void {
  const data = answers.tools;
  const tools = (data?.tools ?? []).filter(({ calls }) => calls > 0).slice(0, MOST);
  drawSeries('tool-calls', {
    labels: tools.map(({ key }) => shown(key, 40)),
    series: [
      {
        label: 'Worked',
        values: tools.map((one) => one.calls - one.errors - one.denied - one.interrupted - one.cancelled),
        kind: 'bar',
        color: 0,
      },
      { label: 'Failed', values: tools.map(({ errors }) => errors), kind: 'bar', color: 3 },
      { label: 'Denied', values: tools.map(({ denied }) => denied), kind: 'bar', color: 1 },
      {
        label: 'Interrupted or cancelled',
        values: tools.map(({ interrupted, cancelled }) => interrupted + cancelled),
        kind: 'bar',
        color: 6,
      },
    ],
    left: { title: 'Calls', format: String },
    horizontal: true,
    onClick(at) {
      const query = data === undefined ? null : namedQuery('tool', tools[at]?.key ?? '', data);
      if (query !== null) actions.sessions(query);
    },
  });
  const days = data?.days ?? [];
  drawSeries('calls-by-day', {
    labels: days.map(({ day }) => day),
    series: [
      {
        label: 'Did not fail',
        values: days.map(({ calls, errors }) => calls - errors),
        kind: 'bar',
        color: 0,
      },
      { label: 'Failed', values: days.map(({ errors }) => errors), kind: 'bar', color: 3 },
    ],
    left: { title: 'Calls', format: String },
  });
}
