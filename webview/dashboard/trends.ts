/** Trends: one metric over time or groups, with what is usual and where versions and models changed. */
import { html, type TemplateResult } from 'lit';
import { COHORT_TITLES } from '../../src/analysis/dimensions';
import type { Trend, TrendMetric } from '../../src/engine/dashboardData';
import { formatCost, formatTokens } from '../../src/usage/format';
import { SEVERITY_WORD, table } from '../shared/parts';
import { shown } from '../shared/text';
import { drawSeries } from '../shared/charts';
import { chart, loading, picker, type Actions, type View } from './view';

/** A value as the reports write it. */
export function value(n: number | null, { unit }: Pick<TrendMetric, 'unit'>): string {
  if (n === null) return '–';
  if (unit === 'microUsd') return formatCost(Math.round(n), { lowerBound: false });
  if (unit === 'tokens') return formatTokens(n);
  if (unit === 'share') return `${(n * 100).toFixed(1)} %`;
  return unit === 'minutes' ? `${n.toFixed(1)} min` : n.toFixed(2);
}

export function trendsTab(view: View, actions: Actions): TemplateResult {
  const data = view.answers.trend;
  if (data === undefined) return loading;
  const { metric, points } = data;
  const names = Object.fromEntries(
    data.metrics.map(({ name, title, experimental }) => [
      name,
      experimental ? `${title} (experimental)` : title,
    ]),
  );
  return html`
    <div class="controls">
      ${picker('Metric', names, metric.name, (name) => actions.keep({ metric: name }))}
      ${picker('By', COHORT_TITLES, data.by, (by) => actions.keep({ by }))}
    </div>
    ${chart(
      {
        id: 'trend',
        title: `${metric.title} by ${COHORT_TITLES[data.by].toLowerCase()}`,
        summary: summary(data),
        height: 320,
        rows: table(
          [
            { name: COHORT_TITLES[data.by] },
            { name: 'Mean', number: true },
            { name: '± stdev', number: true },
            { name: 'Median', number: true },
            { name: 'Sessions', number: true },
            { name: '' },
          ],
          points.map((one) => [
            shown(one.key, 80),
            one.mean === null ? `redacted (${one.n})` : value(one.mean, metric),
            value(one.stdev, metric),
            value(one.median, metric),
            one.n,
            one.severity === null || one.severity === 'ok' ? '' : SEVERITY_WORD[one.severity],
          ]),
          'No session can tell this metric.',
        ),
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
              ${data.markers.map(({ key, text }) => html`<li>${key}: ${shown(text, 80)}</li>`)}
            </ul>
          </section>`
    }
    <p class="hint">
      Groups of fewer than five sessions are left out. Whether something has really changed is asked with
      “Generate report”, before and after a day or change points: a picture alone finds changes everywhere.
      <vscode-button secondary icon="notebook" @click=${() => actions.run('vigil.generateReport')}
        >Generate report</vscode-button
      >
    </p>
  `;
}

function summary({ points, metric, band }: Trend): string {
  const told = points.filter(({ mean }) => mean !== null);
  const [first, last] = [told[0], told.at(-1)];
  if (first === undefined || last === undefined)
    return 'No group has five sessions that can tell this metric.';
  const usual =
    band === null
      ? ''
      : ` Usual for you (p20 to p80): ${value(band.low, metric)} to ${value(band.high, metric)}.`;
  return first === last
    ? `${shown(first.key, 60)}: ${value(first.mean, metric)}.${usual}`
    : `From ${value(first.mean, metric)} (${shown(first.key, 60)}) to ${value(last.mean, metric)} (${shown(last.key, 60)}).${usual}`;
}

export function drawTrends({ answers }: View): void {
  const data = answers.trend;
  if (data === undefined) return;
  const { metric, band, markers, by } = data;
  const inTime = ['day', 'week', 'month'].includes(by);
  const points = data.points.filter(({ key }) => !inTime || key !== 'unknown');
  const edge = (n: number): number[] => points.map(() => n);
  drawSeries('trend', {
    labels: points.map(({ key }) => shown(key, 40)),
    series: [
      ...(band === null
        ? []
        : [
            { label: 'p20', values: edge(band.low), kind: 'band' as const, color: 2 },
            { label: 'p80', values: edge(band.high), kind: 'band' as const, color: 2 },
          ]),
      {
        label: `Mean of ${metric.title}`,
        values: points.map(({ mean }) => mean),
        kind: inTime ? 'line' : 'bar',
        color: 0,
      },
      ...(inTime
        ? [{ label: 'Median', values: points.map(({ median }) => median), kind: 'line' as const, color: 1 }]
        : []),
    ],
    left: { title: metric.title, format: (n) => value(n, metric) },
    notes: (label) =>
      markers.filter(({ key }) => key === label).map(({ text }) => `First used: ${shown(text, 80)}`),
  });
}
