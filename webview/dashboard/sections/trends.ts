/** Trends: one figure over time, whole or by group, with what is usual and where versions and models changed. */
import { shortPaths } from '../../../src/log/folders';
import { html, type TemplateResult } from 'lit';
import { COHORT_TITLES } from '../../../src/analysis/dimensions';
import type { Models } from '../../../src/questions/models';
import type { Trend, TrendSeries } from '../../../src/questions/trends';
import type { Split, TrendPoint } from '../../../src/questions/shared/dashboard/trendFigures';
import { drawSeries, type Series } from '../../shared/charts';
import type { Marker } from '../../shared/markers';
import { inSentence, localize, t, tn, whole } from '../../shared/l10n';
import { link, table } from '../../shared/parts';
import { shown } from '../../shared/text';
import { groupedPicker, picker } from '../../shared/controls';
import { inStep, OVERS, stepLabels, stepName } from '../../shared/over';
import { headOf, kindOf, metricTitle, value } from '../../shared/metric';
import { namesOfModels } from '../../../src/session/modelName';
import { colorsOfGroups, GREY } from '../cost/words';
import { mostText, shadedText } from '../measures/band';
import { trendsState } from '../measures/trendsState';
import { activeIn, startedIn } from '../queries';
import { SEVERITY_WORD } from '../../../src/signals/severityWords';
import { chart, loading, nothingHere, queryOf, type Actions, type Section, type View } from '../tab';

export const trendsSection: Section = {
  id: 'trends',
  title: () => t('Trends'),
  asks: (view) => {
    const days = { range: view.state.range, query: queryOf(view) };
    const chosen = trendsState.read(view);
    return [
      { call: 'trends', args: { ...chosen, ...days } },
      ...(chosen.split === 'model' ? [{ call: 'models' as const, args: days }] : []),
    ];
  },
  filtered: true,
  view: content,
  draw,
};

const SPLITS: Record<Split, string> = {
  none: t('No split'),
  model: localize(COHORT_TITLES.model),
  project: localize(COHORT_TITLES.project),
  version: localize(COHORT_TITLES.version),
  mode: localize(COHORT_TITLES.mode),
  task: localize(COHORT_TITLES.task),
  branch: localize(COHORT_TITLES.branch),
};

function content(view: View, actions: Actions): TemplateResult {
  const data = view.answers.trends;
  if (data === undefined) return loading;
  const { metric, over, split } = data;
  const choose = (change: Parameters<typeof trendsState.with>[1]): void =>
    actions.keep(trendsState.with(view, change));
  const controls = html`<div class="controls">
    ${groupedPicker(t('Measure'), measuresOf(data), metric.name, (name) => choose({ metric: name }))}
    ${picker(t('Per'), OVERS, over, (chosen) => choose({ over: chosen }))}
    ${picker(t('Split by'), SPLITS, split, (chosen) => choose({ split: chosen }))}
  </div>`;
  const hints = notes(data).map((note) => html`<p class="hint">${note}</p>`);
  if (isEmpty(data)) return html`${controls} ${nothingHere(view, actions, EMPTY)} ${hints}`;
  const title = metric.experimental ? t('{0} (experimental)', titleFor(data)) : titleFor(data);
  return html`
    ${controls}
    ${chart({ id: 'trend', title, summary: summary(data), height: 320, rows: (heading) => rows(heading, data, actions) }, view, actions)}
    ${hints}
    <p class="hint">${t('Is it a real change?')} ${link(t('Test it'), () => actions.go('changes'))}</p>
  `;
}

const isEmpty = ({ series }: Trend): boolean => series.every((one) => one.whole.n === 0);

/** The figures to choose from, by what they are about. */
function measuresOf({ metrics }: Trend): [heading: string, options: Record<string, string>][] {
  const headings = [
    ['quality', t('Quality')],
    ['experimental', t('{0} (experimental)', t('Quality'))],
    ['money', t('Money and tokens')],
    ['work', t('Work')],
  ] as const;
  return headings.map(([kind, heading]) => [
    heading,
    Object.fromEntries(
      metrics.filter((one) => kindOf(one) === kind).map(({ name, title }) => [name, localize(title)]),
    ),
  ]);
}

/** `Failed tool calls per session, by week and project`. */
function titleFor({ metric, over, split }: Trend): string {
  const by = {
    day: t('{0}, by day', metricTitle(metric)),
    week: t('{0}, by week', metricTitle(metric)),
    month: t('{0}, by month', metricTitle(metric)),
  }[over];
  return split === 'none' ? by : t('{0} and {1}', by, inSentence(SPLITS[split]));
}

const bucketNames = ({ over, buckets }: Trend): string[] => buckets.map((one) => stepName(over, one));

/** Lists the sessions a bucket is of. */
function list({ metric, buckets }: Trend, at: number, actions: Actions): void {
  const days = buckets[at];
  if (days !== undefined) actions.sessions(metric.day === 'start' ? startedIn(days) : activeIn(days));
}

/** Names of the series; projects as short as tells them apart, models as people call them. */
function namesOf({ series, split }: Trend): string[] {
  const keys = series.map(({ key }) => key);
  const called =
    split === 'project'
      ? shortPaths(keys)
      : split === 'model'
        ? namesOfModels(keys)
        : new Map<string, string>();
  return series.map(({ key, other }) => (other ? t('Other') : shown(called.get(key) ?? key, 60)));
}

/** A mean or a total, without what there is to say of it. */
const figure = (n: number | null, { metric }: Trend): string =>
  // Totals that are counts are whole numbers; what is usual of them may lie between two.
  metric.total && metric.unit === 'number' && n !== null ? whole(Number(n.toFixed(1))) : value(n, metric);

/** A point; `unpriced` when nothing of it has a price. That some are lower bounds is said once, below. */
function pointText(point: TrendPoint, data: Trend): string {
  if (point.value === null) return data.metric.total ? t('unpriced') : '–';
  return figure(point.value, data);
}

/** A point as a tooltip or a cell of groups says it. */
function pointTextWithCount(point: TrendPoint, data: Trend): string {
  if (data.metric.total || point.n === 0) return pointText(point, data);
  return `${pointText(point, data)} (${point.few ? t('few: {0}', point.n) : point.n})`;
}

/** What stands behind the chart. Of means only the buckets with a session that can tell; totals are told without gaps. */
function rows(heading: string, data: Trend, actions: Actions): TemplateResult {
  const { over, metric, series, buckets } = data;
  const some = (at: number): boolean => metric.total || series.some(({ points }) => (points[at]?.n ?? 0) > 0);
  const names = bucketNames(data);
  const listed = buckets.map((bucket, at) => ({ ...bucket, at })).filter(({ at }) => some(at));
  const head = ({ inPart, at }: (typeof listed)[number]): TemplateResult => {
    const name = names[at] ?? '';
    return html`${link(name, () => list(data, at, actions), t('List the sessions of {0}', name))}${inPart ? ` (${t('partial')})` : ''}`;
  };
  if (data.split !== 'none')
    return table(
      heading,
      [{ name: OVERS[over] }, ...namesOf(data).map((name) => ({ name, number: true }))],
      listed.map((bucket) => [
        head(bucket),
        ...series.map(({ points }) =>
          points[bucket.at] === undefined ? '' : pointTextWithCount(points[bucket.at]!, data),
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
        heading,
        [
          { name: OVERS[over] },
          { name: headOf(metric), number: true },
          { name: t('Sessions'), number: true },
        ],
        dated.map(({ name, point }) => [name, pointText(point, data), point.n]),
        EMPTY,
      )
    : table(
        heading,
        [
          { name: OVERS[over] },
          { name: t('Mean'), number: true },
          { name: t('± deviation'), number: true },
          { name: t('Median'), number: true },
          { name: t('Sessions'), number: true },
          { name: t('Unusual'), number: true },
          { name: t('Note') },
        ],
        dated.map(({ name, point }) => [
          name,
          pointText(point, data),
          figure(point.stdev, data),
          figure(point.median, data),
          point.n,
          point.unusual === null ? '–' : t('{0} of {1}', point.unusual, point.n),
          point.few
            ? t('few')
            : point.severity === null || point.severity === 'ok'
              ? ''
              : localize(SEVERITY_WORD[point.severity]),
        ]),
        EMPTY,
      );
}

const EMPTY = t('No session in these days has data for this.');

/** What the chart shows, in a sentence or two. Means of few sessions are no part of it. */
function summary(data: Trend): string {
  const { metric, split } = data;
  if (split !== 'none') return groupSummary(data);
  return (metric.total ? totalSummary(data) : meanSummary(data)) + mostOf(data);
}

function mostOf(data: Trend): string {
  const { band, metric, over } = data;
  if (band === null) return '';
  const [low, high] = [figure(band.low, data), figure(band.high, data)];
  return ` ${mostText(low === high ? low : t('{0} to {1}', low, high), metric, over)}`;
}

function totalSummary(data: Trend): string {
  const { series, buckets } = data;
  const [one] = series;
  if (one === undefined) return EMPTY;
  const most = one.points.reduce((best, { value: n }, at) => {
    const before = one.points[best]?.value ?? -1;
    return (n ?? -1) > before ? at : best;
  }, 0);
  const point = one.points[most];
  return point === undefined || buckets.length < 2 || !((point.value ?? 0) > 0)
    ? t('{0} in all.', pointText(one.whole, data))
    : t(
        '{0} in all; the most {1}: {2}.',
        pointText(one.whole, data),
        inBucket(data, most),
        pointText(point, data),
      );
}

function inBucket({ over, buckets }: Trend, at: number): string {
  const bucket = buckets[at];
  return bucket === undefined ? '' : inStep(over, bucket);
}

function meanSummary(data: Trend): string {
  const { series, over } = data;
  const sure = (series[0]?.points ?? []).flatMap((point, at) =>
    point.n === 0 || point.few ? [] : [{ at, point }],
  );
  const [first, last] = [sure[0], sure.at(-1)];
  if (first === undefined || last === undefined)
    return {
      day: t('No day has five sessions with data for this; open points are of fewer.'),
      week: t('No week has five sessions with data for this; open points are of fewer.'),
      month: t('No month has five sessions with data for this; open points are of fewer.'),
    }[over];
  const now = t('{0} {1}', pointText(last.point, data), inBucket(data, last.at));
  return first === last
    ? `${now}.`
    : t('{0} {1}, {2}.', pointText(first.point, data), inBucket(data, first.at), now);
}

function groupSummary(data: Trend): string {
  const { series, metric, split } = data;
  const names = namesOf(data);
  const few = series.filter((one) => one.whole.few).length;
  const words = series.flatMap(({ whole: all }, i) => {
    const mean = `${names[i] ?? ''} ${pointText(all, data)}`;
    if (all.few) return [];
    return [metric.total ? mean : `${mean} (${tn(all.n, '{0} session', '{0} sessions')})`];
  });
  return [
    ...(words.length === 0 ? [] : [t('By {0}: {1}.', inSentence(SPLITS[split]), words.join('; '))]),
    ...(few === 0
      ? []
      : [tn(few, '{0} group of fewer than five sessions.', '{0} groups of fewer than five sessions.')]),
  ].join(' ');
}

/** How to read what is on the page, as far as it is there. */
function notes(data: Trend): string[] {
  const { metric, buckets, series, outside, over, band, split, markers } = data;
  const points = series.flatMap((one) => one.points);
  const names = bucketNames(data);
  const partial = names.filter((_, at) => buckets[at]?.inPart === true);
  return [
    ...(!isEmpty(data) && band !== null && split === 'none' ? [shadedText(data.metric, data.over)] : []),
    ...(!isEmpty(data) && markers.length > 0
      ? [t('Dashed lines: a version, a model or a permission mode was used for the first time.')]
      : []),
    ...(points.some(({ few }) => few)
      ? [
          t(
            'Open points are means of fewer than five sessions: one session moves them. Reports leave them out.',
          ),
        ]
      : []),
    ...(points.some(({ lowerBound }) => lowerBound)
      ? [t('At least: some of it has no price, or its output was not logged.')]
      : []),
    ...(!isEmpty(data) && partial.length > 0
      ? [
          over === 'day'
            ? t('Partial: today, which is not over.')
            : t('Partial, as it is not over or began before the days shown: {0}.', partial.join(', ')),
        ]
      : []),
    ...(outside.n === 0 || (metric.total && outside.value === 0)
      ? []
      : [
          metric.total
            ? t('Not shown, for no readable time puts it on a day: {0}.', pointText(outside, data))
            : t('Sessions that are not shown, for no readable time puts them on a day: {0}.', outside.n),
        ]),
  ];
}

function draw({ answers }: View, actions: Actions): void {
  const data = answers.trends;
  if (data === undefined) return;
  const { metric, markers, buckets, split } = data;
  drawSeries('trend', {
    ...stepLabels(data.over, buckets),
    series: split === 'none' ? wholeSeries(data) : groupSeries(data, answers.models?.models),
    left: { title: metricTitle(metric), format: (n) => figure(n, data) },
    notes: (at) => [
      ...(buckets[at]?.inPart === true ? [t('Partial')] : []),
      ...markers
        .filter(({ key }) => buckets[at]?.key === key)
        .map(({ text }) => t('First used: {0}', shown(localize(text), 80))),
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
    seriesOf(one, metric.total ? localize(metric.title) : t('Mean'), 0, data),
    ...(metric.total
      ? []
      : [
          {
            label: t('Median'),
            values: one.points.map(({ median, few }) => (few ? null : median)),
            texts: one.points.map((point) => (point.few ? '–' : figure(point.median, data))),
            kind: 'line' as const,
            gaps: true,
            color: 1,
          },
        ]),
  ];
}

function groupSeries(data: Trend, models: Models['models'] = []): Series[] {
  const names = namesOf(data);
  const keys = data.series.flatMap(({ key, other }) => (other ? [] : [key]));
  const colors = colorsOfGroups(keys, data.split === 'model' ? models : null);
  return data.series.map((one, i) =>
    seriesOf(one, names[i] ?? '', one.other ? GREY : (colors.get(one.key) ?? GREY), data),
  );
}

function seriesOf(one: TrendSeries, label: string, color: number, data: Trend): Series {
  const common = {
    label,
    values: one.points.map((point) => point.value),
    texts: one.points.map((point) => pointTextWithCount(point, data)),
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
  const byKey = Map.groupBy(markers, ({ key }) => key);
  return buckets.flatMap(({ key }, at) => {
    const here = byKey.get(key) ?? [];
    if (here.length === 0) return [];
    const names = here.slice(0, MOST_NAMES).map(({ label }) => shown(label, 16));
    const more = here.length - names.length;
    return [{ at, label: `${names.join(', ')}${more > 0 ? ` +${more}` : ''}` }];
  });
}
