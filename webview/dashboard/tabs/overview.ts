/** Overview: what was used, what it cost, when, and what needs attention. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Overview, Totals } from '../../../src/questions/overview';
import type { Sort } from '../../../src/questions/findSessions';
import { formatCost, formatTokens } from '../../../src/usage/format';
import { costText, tokenText } from '../../shared/amounts';
import { dateTime, percent } from '../../shared/format';
import { baseName } from '../../shared/paths';
import { counted, link, severity, table, tile } from '../../shared/parts';
import { sessionName, shown } from '../../shared/text';
import { drawMatrix, drawSeries } from '../../shared/charts';
import { daySummary } from '../daySummary';
import { modelLink } from '../modelLink';
import { namedQuery, rangeQuery } from '../queries';
import { chart, loading, rangePicker, type Actions, type Tab, type View } from '../tab';

export const overviewTab: Tab = {
  id: 'overview',
  title: 'Overview',
  asks: ({ state }) => [{ call: 'overview', args: { range: state.range } }],
  view: content,
  draw,
};

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const HOURS = Array.from({ length: 24 }, (_, i) => String(i).padStart(2, '0'));

function content(view: View, actions: Actions): TemplateResult {
  const data = view.answers.overview;
  if (data === undefined) return loading;
  return html`
    <div class="controls">
      ${rangePicker(view, actions)}
      <vscode-button secondary icon="notebook" @click=${() => actions.run('vigil.generateReport')}
        >Generate report</vscode-button
      >
    </div>
    ${
      data.now.sessions === 0 && data.activity.every(({ tokens }) => tokens === 0)
        ? html`<p class="empty">
            No session in these days. Vigil reads the logs Claude Code writes; work with it, or choose a
            longer range.
          </p>`
        : ''
    }
    ${tiles(data, actions)} ${orphanHint(data)} ${attention(data, actions)} ${byDay(data, view, actions)}
    ${byModel(data, view, actions)} ${activity(data, view, actions)} ${byHour(data, view, actions)}
    ${topSessions(data, actions)}
  `;
}

/** Figures of the days at a glance; each leads to the sessions behind it. */
function tiles(data: Overview, actions: Actions): TemplateResult {
  const { now } = data;
  const list = (text: string, sort: Sort, of: string, more = ''): unknown =>
    now.sessions === 0
      ? text
      : link(
          text,
          () =>
            actions.keep({
              tab: 'sessions',
              query: [rangeQuery(data), more].filter((one) => one !== '').join(' '),
              sort,
              descending: true,
            }),
          `${text}, the sessions with the most ${of} first`,
        );
  return html`<section class="tiles" aria-label="Summary">
    ${tile(
      'Tokens',
      list(tokenText(now), 'tokens', 'tokens'),
      against(data, ({ tokens }) => tokens),
    )}
    ${tile(
      'Cost',
      list(costText(now), 'cost', 'cost'),
      // Amounts of which one has a part nobody knows cannot be compared.
      against(data, ({ costMicroUsd, unpricedTokens }) => (unpricedTokens > 0 ? null : costMicroUsd)),
    )}
    ${tile(
      'Sessions',
      now.sessions === 0
        ? '0'
        : link(
            String(now.sessions),
            () => actions.sessions(rangeQuery(data)),
            `List the ${counted(now.sessions, 'session')}`,
          ),
      against(data, ({ sessions }) => sessions),
    )}
    ${tile(
      'Prompts',
      list(String(now.prompts), 'prompts', 'prompts'),
      against(data, ({ prompts }) => prompts),
    )}
    ${tile(
      'Failed tool calls',
      now.errors === 0
        ? percent(now.errors, now.calls)
        : list(percent(now.errors, now.calls), 'errors', 'failed calls', 'errors:>0'),
      `${now.errors} of ${counted(now.calls, 'call')}${before(data, ({ errors, calls }) => percent(errors, calls))}`,
    )}
  </section>`;
}

const byDay = (data: Overview, view: View, actions: Actions): TemplateResult =>
  chart(
    {
      id: 'by-day',
      title: 'Cost and tokens by day',
      summary: daySummary(data),
      rows: table(
        [
          { name: 'Day' },
          { name: 'Cost', number: true },
          { name: 'Tokens', number: true },
          { name: 'Sessions', number: true },
        ],
        data.days.map((one) => [
          one.sessions === 0 ? one.day : link(one.day, () => actions.sessions(dayQuery(one.day))),
          costText(one),
          tokenText(one),
          one.sessions,
        ]),
        'No day.',
      ),
    },
    view,
    actions,
  );

const byModel = (data: Overview, view: View, actions: Actions): TemplateResult =>
  chart(
    {
      id: 'by-model',
      title: 'Models',
      summary: modelSummary(data),
      rows: table(
        [{ name: 'Model' }, { name: 'Tokens', number: true }, { name: 'Cost', number: true }],
        data.models.map((one) => [modelLink(one.model, data, actions), tokenText(one), costText(one)]),
        'No model.',
      ),
    },
    view,
    actions,
  );

const activity = (data: Overview, view: View, actions: Actions): TemplateResult =>
  chart(
    {
      id: 'activity',
      title: 'Last 90 days',
      summary: `Work on ${counted(data.activity.filter(({ tokens }) => tokens > 0).length, 'day')} of 90.`,
      height: 160,
      rows: table(
        [{ name: 'Day' }, { name: 'Tokens', number: true }],
        data.activity
          .filter(({ tokens }) => tokens > 0)
          .map(({ day, tokens }) => [link(day, () => actions.sessions(dayQuery(day))), formatTokens(tokens)]),
        'No work in the last 90 days.',
      ),
    },
    view,
    actions,
  );

const byHour = (data: Overview, view: View, actions: Actions): TemplateResult =>
  chart(
    {
      id: 'hours',
      title: 'Weekday and hour',
      summary: hourSummary(data),
      rows: table(
        [{ name: 'Weekday' }, { name: 'Hour' }, { name: 'Requests', number: true }],
        data.hours
          .toSorted((a, b) => b.requests - a.requests)
          .map(({ weekday, hour, requests }) => [WEEKDAYS[weekday], `${HOURS[hour]}:00`, requests]),
        'No request with a readable time.',
      ),
    },
    view,
    actions,
  );

/** The query of the sessions list for what was active on a day. */
const dayQuery = (day: string): string => rangeQuery({ from: day, to: day });

/** What is in the figures and in no session of the lists. */
function orphanHint({ orphans }: Overview): unknown {
  if (orphans.runs === 0) return nothing;
  return html`<p class="hint">
    ${tokenText(orphans)} tokens (${costText(orphans)}) and ${counted(orphans.calls, 'tool call')} of these
    are of ${counted(orphans.runs, 'sub-agent')} whose session is not known: no list has them.
  </p>`;
}

/** Sessions that are not well, or wait. */
function attention({ attention: { total, rows } }: Overview, actions: Actions): TemplateResult {
  return html`<section aria-labelledby="attention">
    <h2 id="attention">Needs attention</h2>
    ${
      total === 0
        ? html`<p class="empty">
            Nothing was found in the sessions of the last 7 days, and none waits for you.
          </p>`
        : html`<ul class="attention">
            ${rows.map(
              (row) =>
                html`<li>
                  ${row.severity === 'unjudged' ? nothing : severity(row.severity)}
                  ${row.finding === null ? nothing : sentence(row.id, row.finding, actions)}
                  ${link(sessionName(row), () => actions.openSession(row.id))}
                  <span class="muted" title=${shown(row.project ?? '', 300)}
                    >${row.waiting ? 'waits for you · ' : ''}${shown(baseName(row.project ?? ''), 80)} ·
                    ${dateTime(row.endedAt)}</span
                  >
                </li>`,
            )}
          </ul>`
    }
    ${
      total > rows.length
        ? html`<p class="hint">
            And ${counted(total - rows.length, 'more session')}: see
            ${link('the alerts', () => actions.keep({ tab: 'alerts' }))}.
          </p>`
        : nothing
    }
  </section>`;
}

/** What was found, which leads to the line that tells it. */
const sentence = (
  id: string,
  { sentence: said, at, file }: NonNullable<Overview['attention']['rows'][number]['finding']>,
  actions: Actions,
): TemplateResult => html`<span>${link(shown(said, 200), () => actions.openLine(id, at, file))}</span>`;

function before(data: Overview, of: (totals: Totals) => string): string {
  return data.before === null ? '' : `, ${of(data.before)} before`;
}

/** How it stands to as many days before, in words. */
function against(data: Overview, of: (totals: Totals) => number | null): string {
  if (data.before === null) return 'in all';
  const [now, was] = [of(data.now), of(data.before)];
  if (now === null || was === null) return 'no figure to compare with';
  if (was === 0) return now === 0 ? 'none in the days before either' : 'none in the days before';
  const share = (now - was) / was;
  return Math.abs(share) < 0.005
    ? 'as in the days before'
    : `${share > 0 ? '▲' : '▼'} ${Math.round(Math.abs(share) * 100)} % against the days before`;
}

function modelSummary({ models }: Overview): string {
  const [first] = models.toSorted((a, b) => b.tokens - a.tokens);
  const all = models.reduce((sum, { tokens }) => sum + tokens, 0);
  return first === undefined
    ? 'No model was used.'
    : `${counted(models.length, 'model')}; ${shown(first.model, 60)} has ${percent(first.tokens, all)} of the tokens.`;
}

function hourSummary({ hours }: Overview): string {
  const most = hours.reduce<Overview['hours'][number] | null>(
    (best, one) => (best === null || one.requests > best.requests ? one : best),
    null,
  );
  return most === null
    ? 'No request with a readable time.'
    : `Busiest: ${WEEKDAYS[most.weekday]} at ${HOURS[most.hour]}:00, ${counted(most.requests, 'request')}.`;
}

/** The sessions of the range that cost most. */
function topSessions({ top }: Overview, actions: Actions): TemplateResult {
  return html`<section aria-labelledby="top">
    <h2 id="top">Top sessions</h2>
    ${table(
      [
        { name: 'Session' },
        { name: 'Severity' },
        { name: 'Started' },
        { name: 'Tokens', number: true },
        { name: 'Cost', number: true },
      ],
      top.map((one) => [
        link(sessionName(one), () => actions.openSession(one.id)),
        severity(one.severity),
        dateTime(one.startedAt),
        tokenText(one),
        costText(one),
      ]),
      'No session in these days.',
    )}
  </section>`;
}

/** Draws what is on the page. */
function draw({ answers }: View, actions: Actions): void {
  const data = answers.overview;
  if (data === undefined) return;
  drawSeries('by-day', {
    labels: data.days.map(({ day }) => day),
    series: [
      {
        label: 'Cost',
        values: data.days.map(({ costMicroUsd }) => costMicroUsd),
        texts: data.days.map(costText),
        kind: 'bar',
        color: 0,
      },
      {
        label: 'Tokens',
        values: data.days.map(({ tokens }) => tokens),
        texts: data.days.map(tokenText),
        kind: 'line',
        color: 1,
        axis: 'right',
      },
    ],
    left: { title: 'Cost', format: (micro) => formatCost(Math.round(micro), { lowerBound: false }) },
    right: { title: 'Tokens', format: formatTokens },
    onClick(at) {
      const one = data.days[at];
      if (one !== undefined && one.sessions > 0) actions.sessions(dayQuery(one.day));
    },
  });
  const models = data.models.toSorted((a, b) => b.tokens - a.tokens).slice(0, 8);
  drawSeries('by-model', {
    labels: models.map(({ model }) => shown(model, 40)),
    series: [{ label: 'Tokens', values: models.map(({ tokens }) => tokens), kind: 'bar', color: 1 }],
    left: { title: 'Tokens', format: formatTokens },
    horizontal: true,
    onClick(at) {
      const query = namedQuery('model', models[at]?.model ?? '', data);
      if (query !== null) actions.sessions(query);
    },
  });
  const week = (day: string): string => {
    const date = new Date(`${day}T12:00:00Z`);
    date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
    return date.toISOString().slice(5, 10);
  };
  const weekdayOf = (day: string): string =>
    WEEKDAYS[(new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7] ?? '';
  drawMatrix('activity', {
    columns: [...new Set(data.activity.map(({ day }) => week(day)))],
    rows: WEEKDAYS,
    cells: data.activity.map(({ day, tokens }) => ({
      column: week(day),
      row: weekdayOf(day),
      value: tokens,
      text: `${day}, ${formatTokens(tokens)} tokens`,
    })),
    format: formatTokens,
    onClick: ({ column, row }) => {
      const day = data.activity.find((one) => week(one.day) === column && weekdayOf(one.day) === row)?.day;
      if (day !== undefined) actions.sessions(dayQuery(day));
    },
  });
  const requests = new Map(data.hours.map(({ weekday, hour, requests: n }) => [`${weekday} ${hour}`, n]));
  drawMatrix('hours', {
    columns: HOURS,
    rows: WEEKDAYS,
    cells: WEEKDAYS.flatMap((row, weekday) =>
      HOURS.map((column, hour) => ({ row, column, value: requests.get(`${weekday} ${hour}`) ?? 0 })),
    ),
    format: (value) => counted(value, 'request'),
  });
}
