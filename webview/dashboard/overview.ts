/** Overview: what was used, what it cost, when, and what needs attention. */
import { html, type TemplateResult } from 'lit';
import type { Overview, Totals } from '../../src/engine/dashboardData';
import type { SessionRow } from '../../src/engine/protocol';
import { formatCost, formatTokens } from '../../src/usage/format';
import { dateTime, percent } from '../shared/format';
import { baseName } from '../shared/paths';
import { counted, link, severity, table, tile } from '../shared/parts';
import { sessionName, shown } from '../shared/text';
import { drawMatrix, drawSeries } from '../shared/charts';
import { chart, loading, rangePicker, type Actions, type View } from './view';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const HOURS = Array.from({ length: 24 }, (_, i) => String(i).padStart(2, '0'));
const exact = { lowerBound: false };
const money = (micro: number): string => formatCost(Math.round(micro), exact);
const bound = (totals: Totals): string => (totals.lowerBound ? '≥ ' : '');

export function overviewTab(view: View, actions: Actions): TemplateResult {
  const data = view.answers.overview;
  if (data === undefined) return loading;
  const { now } = data;
  const waiting = attention(view);
  return html`
    <div class="controls">
      ${rangePicker(view, actions)}
      <vscode-button secondary icon="notebook" @click=${() => actions.run('vigil.generateReport')}
        >Generate report</vscode-button
      >
    </div>
    ${
      now.sessions === 0 && data.activity.every(({ tokens }) => tokens === 0)
        ? html`<p class="empty">
            No session in these days. Vigil reads the logs Claude Code writes; work with it, or choose a
            longer range.
          </p>`
        : ''
    }
    <section class="tiles" aria-label="Summary">
      ${tile(
        'Tokens',
        `${bound(now)}${formatTokens(now.tokens)}`,
        against(data, ({ tokens }) => tokens),
      )}
      ${tile(
        'Cost',
        formatCost(now.costMicroUsd, { lowerBound: now.costMicroUsd !== null && now.lowerBound }),
        against(data, ({ costMicroUsd }) => costMicroUsd),
      )}
      ${tile(
        'Sessions',
        now.sessions === 0
          ? '0'
          : link(
              String(now.sessions),
              () => actions.sessions(daysQuery(data)),
              `List the ${counted(now.sessions, 'session')}`,
            ),
        against(data, ({ sessions }) => sessions),
      )}
      ${tile(
        'Prompts',
        String(now.prompts),
        against(data, ({ prompts }) => prompts),
      )}
      ${tile('Failed tool calls', percent(now.errors, now.calls), `${now.errors} of ${counted(now.calls, 'call')}${before(data, ({ errors, calls }) => percent(errors, calls))}`)}
    </section>
    <section aria-labelledby="attention">
      <h2 id="attention">Needs attention</h2>
      ${
        waiting.length === 0
          ? html`<p class="empty">
              No session of the last 7 days is at WARN or CRITICAL, and none waits for you.
            </p>`
          : html`<ul class="attention">
              ${waiting.map(
                (row) =>
                  html`<li>
                    ${severity(row.severity)} ${link(sessionName(row), () => actions.openSession(row.id))}
                    <span class="muted" title=${shown(row.project ?? '', 300)}
                      >${row.state === 'waiting' ? 'waits for you · ' : ''}${shown(baseName(row.project ?? ''), 80)}
                      · ${dateTime(row.endedAt)}</span
                    >
                  </li>`,
              )}
            </ul>`
      }
    </section>
    ${chart(
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
          data.days.map(({ day, costMicroUsd, tokens, sessions }) => [
            sessions === 0 ? day : link(day, () => actions.sessions(dayQuery(day))),
            money(costMicroUsd),
            formatTokens(tokens),
            sessions,
          ]),
          'No day.',
        ),
      },
      view,
      actions,
    )}
    ${chart(
      {
        id: 'by-model',
        title: 'Models',
        summary: modelSummary(data),
        rows: table(
          [{ name: 'Model' }, { name: 'Tokens', number: true }, { name: 'Cost', number: true }],
          data.models.map(({ model, tokens, costMicroUsd }) => [
            link(shown(model, 80), () => actions.sessions(`${daysQuery(data)} model:"${model}"`)),
            formatTokens(tokens),
            formatCost(costMicroUsd, exact),
          ]),
          'No model.',
        ),
      },
      view,
      actions,
    )}
    ${chart(
      {
        id: 'activity',
        title: 'Last 90 days',
        summary: `Work on ${counted(data.activity.filter(({ tokens }) => tokens > 0).length, 'day')} of 90.`,
        height: 160,
        rows: table(
          [{ name: 'Day' }, { name: 'Tokens', number: true }],
          data.activity
            .filter(({ tokens }) => tokens > 0)
            .map(({ day, tokens }) => [
              link(day, () => actions.sessions(dayQuery(day))),
              formatTokens(tokens),
            ]),
          'No work in the last 90 days.',
        ),
      },
      view,
      actions,
    )}
    ${chart(
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
    )}
    ${topSessions(data, actions)}
  `;
}

/** The query of the sessions list for what was active on a day, or in the days shown. */
const dayQuery = (day: string): string => `since:${day} until:${day}`;
const daysQuery = ({ from, to }: Overview): string => (from === null ? '' : `since:${from} until:${to}`);

const WEEK_MS = 7 * 86_400_000;

/** Sessions of the last days at WARN or worse, and those that wait, the latest first. */
function attention({ answers }: View): SessionRow[] {
  const since = new Date(Date.now() - WEEK_MS).toISOString();
  return (answers.sessions?.rows ?? [])
    .filter(({ endedAt }) => endedAt !== null && endedAt >= since)
    .filter((row) => row.severity !== 'ok' || row.state === 'waiting')
    .slice(0, 8);
}

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

function daySummary({ days }: Overview): string {
  const most = days.reduce<Overview['days'][number] | null>(
    (best, day) => (best === null || day.costMicroUsd > best.costMicroUsd ? day : best),
    null,
  );
  if (most === null || most.costMicroUsd === 0) return 'No cost in these days.';
  return `Most on ${most.day}: ${money(most.costMicroUsd)}, ${formatTokens(most.tokens)} tokens.`;
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
        `${one.lowerBound ? '≥ ' : ''}${formatTokens(one.tokens)}`,
        formatCost(one.costMicroUsd, { lowerBound: one.costMicroUsd !== null && one.lowerBound }),
      ]),
      'No session in these days.',
    )}
  </section>`;
}

/** Draws what is on the page. */
export function drawOverview({ answers }: View, actions: Actions): void {
  const data = answers.overview;
  if (data === undefined) return;
  drawSeries('by-day', {
    labels: data.days.map(({ day }) => day),
    series: [
      { label: 'Cost', values: data.days.map(({ costMicroUsd }) => costMicroUsd), kind: 'bar', color: 0 },
      {
        label: 'Tokens',
        values: data.days.map(({ tokens }) => tokens),
        kind: 'line',
        color: 1,
        axis: 'right',
      },
    ],
    left: { title: 'Cost', format: money },
    right: { title: 'Tokens', format: formatTokens },
    onClick: (at) => actions.sessions(dayQuery(data.days[at]?.day ?? data.to)),
  });
  const models = data.models.toSorted((a, b) => b.tokens - a.tokens).slice(0, 8);
  drawSeries('by-model', {
    labels: models.map(({ model }) => shown(model, 40)),
    series: [{ label: 'Tokens', values: models.map(({ tokens }) => tokens), kind: 'bar', color: 1 }],
    left: { title: 'Tokens', format: formatTokens },
    horizontal: true,
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
