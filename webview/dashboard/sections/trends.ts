/** Trends: one figure over time, whole or by group, with what is usual and where versions and models changed. */
import { html, type TemplateResult } from 'lit';
import * as z from 'zod';
import { COHORT_TITLES } from '../../../src/analysis/dimensions';
import { Over, type Trend, type TrendSeries } from '../../../src/questions/trends';
import { Split, type TrendPoint } from '../../../src/questions/shared/trendFigures';
import { drawSeries, type Series } from '../../shared/charts';
import type { Marker } from '../../shared/markers';
import { t } from '../../shared/l10n';
import { counted, link, table } from '../../shared/parts';
import { shortPaths } from '../../shared/paths';
import { shown } from '../../shared/text';
import { picker } from '../../shared/controls';
import { titleOf, value } from '../../shared/metric';
import { ownState } from '../../shared/own';
import { activeIn, startedIn } from '../queries';
import { SEVERITY_WORD } from '../../../src/signals/severity';
import { chart, loading, queryOf, type Actions, type Section, type View } from '../tab';

const own = ownState(
  'trends',
  z.object({
    metric: z.string().default('tool_error_share'),
    over: Over.default('week'),
    split: Split.default('none'),
  }),
);

export const trendsSection: Section = {
  id: 'trends',
  title: () => t('Trends'),
  asks: (view) => [
    { call: 'trends', args: { ...own.of(view), range: view.state.range, query: queryOf(view) } },
  ],
  filtered: true,
  view: content,
  draw,
};

const OVERS: Record<Over, string> = {
  day: COHORT_TITLES.day,
  week: COHORT_TITLES.week,
  month: COHORT_TITLES.month,
};
const SPLITS: Record<Split, string> = {
  none: 'Nothing',
  model: COHORT_TITLES.model,
  project: COHORT_TITLES.project,
  version: COHORT_TITLES.version,
  mode: COHORT_TITLES.mode,
  task: COHORT_TITLES.task,
  branch: COHORT_TITLES.branch,
};
/** Colours of the groups, and of all others. Red is left to what failed. */
const GROUP_COLORS = [0, 1, 2, 4, 5];
const OTHER_COLOR = 6;

function content(view: View, actions: Actions): TemplateResult {
  const data = view.answers.trends;
  if (data === undefined) return loading;
  const { metric, over, split } = data;
  const names = Object.fromEntries(
    data.metrics.map(({ name, title, experimental }) => [
      name,
      experimental ? `${title} (experimental)` : title,
    ]),
  );
  const choose = (change: Parameters<typeof own.with>[1]): void => actions.keep(own.with(view, change));
  const by = `${OVERS[over].toLowerCase()}${split === 'none' ? '' : ` and ${lower(SPLITS[split])}`}`;
  return html`
    <div class="controls">
      ${picker('Metric', names, metric.name, (name) => choose({ metric: name }))}
      ${picker('Over', OVERS, over, (chosen) => choose({ over: chosen }))}
      ${picker('Split by', SPLITS, split, (chosen) => choose({ split: chosen }))}
    </div>
    ${chart(
      {
        id: 'trend',
        title: `${titleOf(metric)} by ${by}`,
        summary: summary(data),
        height: 320,
        rows: rows(data, actions),
      },
      view,
      actions,
    )}
    ${
      data.markers.length === 0
        ? ''
        : html`<section aria-labelledby="markers">
            <h2 id="markers">First used</h2>
            <ul>
              ${data.markers.map(({ day, text }) => html`<li>${day}: ${shown(text, 80)}</li>`)}
            </ul>
          </section>`
    }
    ${notes(data).map((note) => html`<p class="hint">${note}</p>`)}
    <p class="hint">
      Whether something has really changed is asked with “Generate report”, before and after a day or change
      points: a picture alone finds changes everywhere.
      <vscode-button secondary icon="notebook" @click=${() => actions.run('vigil.generateReport')}
        >Generate report</vscode-button
      >
    </p>
  `;
}

/** Lists the sessions a bucket is of. */
function list({ metric, buckets }: Trend, at: number, actions: Actions): void {
  const days = buckets[at];
  if (days !== undefined) actions.sessions(metric.day === 'start' ? startedIn(days) : activeIn(days));
}

/** A title in the middle of a sentence; names stay as they are. */
const lower = (title: string): string => (title.startsWith('Claude') ? title : title.toLowerCase());

/** Names of the series; projects as short as tells them apart. */
function namesOf({ series, split }: Trend): string[] {
  const short = split === 'project' ? shortPaths(series.map(({ key }) => key)) : null;
  return series.map(({ key, other }) => (other ? 'Other' : shown(short?.get(key) ?? key, 60)));
}

/** A mean or a total, without what there is to say of it. */
const figure = (n: number | null, { metric }: Trend, bound = { lowerBound: false }): string =>
  // Totals that are counts are whole numbers; what is usual of them may lie between two.
  metric.total && metric.unit === 'number' && n !== null
    ? String(Number(n.toFixed(1)))
    : value(n, metric, bound);

/** A point with its bound; `unpriced` when nothing of it has a price. */
function told(point: TrendPoint, data: Trend): string {
  if (point.value === null) return data.metric.total ? 'unpriced' : '–';
  return figure(point.value, data, point);
}

/** A point as a tooltip or a cell of groups says it. */
function toldWhole(point: TrendPoint, data: Trend): string {
  if (data.metric.total || point.n === 0) return told(point, data);
  return `${told(point, data)} (${point.few ? 'few, ' : ''}n ${point.n})`;
}

/** What stands behind the chart. Of means only the buckets with a session that can tell; totals are told without gaps. */
function rows(data: Trend, actions: Actions): TemplateResult {
  const { over, metric, series, buckets } = data;
  const some = (at: number): boolean => metric.total || series.some(({ points }) => (points[at]?.n ?? 0) > 0);
  const listed = buckets.map((bucket, at) => ({ ...bucket, at })).filter(({ at }) => some(at));
  const head = ({ key, inPart, at }: (typeof listed)[number]): TemplateResult =>
    html`${link(key, () => list(data, at, actions), `List the sessions of ${key}`)}${inPart ? ' (in part)' : ''}`;
  if (data.split !== 'none')
    return table(
      [{ name: OVERS[over] }, ...namesOf(data).map((name) => ({ name, number: true }))],
      listed.map((bucket) => [
        head(bucket),
        ...series.map(({ points }) =>
          points[bucket.at] === undefined ? '' : toldWhole(points[bucket.at]!, data),
        ),
      ]),
      EMPTY,
    );
  const points = series[0]?.points ?? [];
  const dated = listed.flatMap((bucket) => {
    const point = points[bucket.at];
    return point === undefined ? [] : [{ name: head(bucket), point }];
  });
  return metric.total
    ? table(
        [{ name: OVERS[over] }, { name: metric.title, number: true }, { name: 'Sessions', number: true }],
        dated.map(({ name, point }) => [name, told(point, data), point.n]),
        EMPTY,
      )
    : table(
        [
          { name: OVERS[over] },
          { name: 'Mean', number: true },
          { name: '± stdev', number: true },
          { name: 'Median', number: true },
          { name: 'Sessions', number: true },
          { name: 'Unusual', number: true },
          { name: 'Note' },
        ],
        dated.map(({ name, point }) => [
          name,
          told(point, data),
          figure(point.stdev, data),
          figure(point.median, data, point),
          point.n,
          point.unusual === null ? '–' : `${point.unusual} of ${point.n}`,
          point.few
            ? 'few'
            : point.severity === null || point.severity === 'ok'
              ? ''
              : SEVERITY_WORD[point.severity],
        ]),
        EMPTY,
      );
}

const EMPTY = 'No session in these days can tell this.';

/** What the chart shows, in a sentence or two. Means of few sessions are no part of it. */
function summary(data: Trend): string {
  const { metric, split, series } = data;
  if (series.every(({ whole }) => whole.n === 0)) return EMPTY + usual(data);
  if (split !== 'none') return groupSummary(data);
  return (metric.total ? totalSummary(data) : meanSummary(data)) + usual(data);
}

function usual(data: Trend): string {
  const { band, metric, over } = data;
  if (band === null) return '';
  const whose = metric.total ? `Usual for a ${OVERS[over].toLowerCase()}` : 'Usual for you';
  return ` ${whose} (p20 to p80): ${figure(band.low, data, band)} to ${figure(band.high, data, band)}.`;
}

function totalSummary(data: Trend): string {
  const { series, buckets, over } = data;
  const [one] = series;
  if (one === undefined) return EMPTY;
  const most = one.points.reduce((best, { value: n }, at) => {
    const before = one.points[best]?.value ?? -1;
    return (n ?? -1) > before ? at : best;
  }, 0);
  const point = one.points[most];
  const key = buckets[most]?.key ?? '';
  const span = `${told(one.whole, data)} in ${counted(buckets.length, OVERS[over].toLowerCase())}`;
  return point === undefined || buckets.length < 2 || !((point.value ?? 0) > 0)
    ? `${span}.`
    : `${span}; the most in ${key}: ${told(point, data)}.`;
}

function meanSummary(data: Trend): string {
  const { series, buckets, over } = data;
  const sure = (series[0]?.points ?? []).flatMap((point, at) =>
    point.n === 0 || point.few ? [] : [{ key: buckets[at]?.key ?? '', point }],
  );
  const [first, last] = [sure[0], sure.at(-1)];
  if (first === undefined || last === undefined)
    return `No ${OVERS[over].toLowerCase()} has five sessions that can tell this; hollow points are of fewer.`;
  return first === last
    ? `${first.key}: ${told(first.point, data)}.`
    : `From ${told(first.point, data)} (${first.key}) to ${told(last.point, data)} (${last.key}).`;
}

function groupSummary(data: Trend): string {
  const { series, metric, split } = data;
  const names = namesOf(data);
  const few = series.filter(({ whole }) => whole.few).length;
  const words = series.flatMap(({ whole }, i) => {
    const said = `${names[i] ?? ''} ${told(whole, data)}`;
    if (whole.few) return [];
    return [metric.total ? said : `${said} (${counted(whole.n, 'session')})`];
  });
  return [
    ...(words.length === 0 ? [] : [`By ${lower(SPLITS[split])}: ${words.join('; ')}.`]),
    ...(few === 0 ? [] : [`${counted(few, 'group')} of fewer than five sessions.`]),
  ].join(' ');
}

/** How to read what is on the page, as far as it is there. */
function notes(data: Trend): string[] {
  const { metric, buckets, series, outside, over } = data;
  const points = series.flatMap((one) => one.points);
  return [
    ...(points.some(({ few }) => few)
      ? [
          'Hollow points are means of fewer than five sessions: shown because they are your own, but one session moves them. Reports leave them out.',
        ]
      : []),
    ...(points.some(({ lowerBound }) => lowerBound)
      ? ['≥: some of it has no price, or no final usage in the log. It is at least this much.']
      : []),
    ...(buckets.some(({ inPart }) => inPart)
      ? [
          over === 'day'
            ? 'In part: today, which is not over.'
            : `In part: a ${OVERS[over].toLowerCase()} that is not over, or that began before the days shown.`,
        ]
      : []),
    ...(outside.n === 0 || (metric.total && outside.value === 0)
      ? []
      : [
          metric.total
            ? `Not shown, for no readable time puts it on a day: ${told(outside, data)}.`
            : `Not shown, for no readable time puts them on a day: ${counted(outside.n, 'session')}.`,
        ]),
  ];
}

function draw({ answers }: View, actions: Actions): void {
  const data = answers.trends;
  if (data === undefined) return;
  const { metric, markers, buckets, split } = data;
  drawSeries('trend', {
    labels: buckets.map(({ key }) => key),
    series: split === 'none' ? wholeSeries(data) : groupSeries(data),
    left: { title: titleOf(metric), format: (n) => figure(n, data) },
    notes: (label) => [
      ...(buckets.some(({ key, inPart }) => key === label && inPart) ? ['In part'] : []),
      ...markers.filter(({ key }) => key === label).map(({ text }) => `First used: ${shown(text, 80)}`),
    ],
    markers: lines(data),
    onClick: (at) => list(data, at, actions),
  });
}

/** The band that is usual, and the figure: bars of totals, lines of mean and median. */
function wholeSeries(data: Trend): Series[] {
  const { band, buckets, series, metric } = data;
  const [one] = series;
  if (one === undefined) return [];
  const edge = (label: string, n: number): Series => ({
    label,
    values: buckets.map(() => n),
    kind: 'band',
    color: 2,
  });
  return [
    ...(band === null ? [] : [edge('p20', band.low), edge('p80', band.high)]),
    seriesOf(one, metric.total ? metric.title : `Mean of ${metric.title}`, 0, data),
    ...(metric.total
      ? []
      : [
          {
            label: 'Median',
            values: one.points.map(({ median, few }) => (few ? null : median)),
            texts: one.points.map((point) => (point.few ? '–' : figure(point.median, data, point))),
            kind: 'line' as const,
            gaps: true,
            color: 1,
          },
        ]),
  ];
}

function groupSeries(data: Trend): Series[] {
  const names = namesOf(data);
  return data.series.map((one, i) =>
    seriesOf(one, names[i] ?? '', one.other ? OTHER_COLOR : (GROUP_COLORS[i] ?? OTHER_COLOR), data),
  );
}

function seriesOf(one: TrendSeries, label: string, color: number, data: Trend): Series {
  const common = {
    label,
    values: one.points.map((point) => point.value),
    texts: one.points.map((point) => toldWhole(point, data)),
    color,
  };
  return data.metric.total
    ? { ...common, kind: 'bar' }
    : { ...common, kind: 'line', hollow: one.points.map(({ few }) => few) };
}

/** Names of one line that are shown; how many more there are is said. */
const MOST_NAMES = 2;

/** A line for each bucket in which something was first used. */
function lines({ markers, buckets }: Trend): Marker[] {
  const names = Map.groupBy(markers, ({ key }) => key);
  return buckets.flatMap(({ key }, at) => {
    const here = names.get(key) ?? [];
    if (here.length === 0) return [];
    const said = here.slice(0, MOST_NAMES).map(({ label }) => shown(label, 16));
    const more = here.length - said.length;
    return [{ at, label: `${said.join(', ')}${more > 0 ? ` +${more}` : ''}` }];
  });
}
