/** The chart of a session: output tokens of each turn, and what the session has cost up to it. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import type { SessionDetail } from '../../src/engine/protocol';
import { formatCost, formatTokens } from '../../src/usage/format';
import { colors, reducedMotion } from '../shared/theme';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

export interface ChartRow {
  turn: number;
  tokens: number;
  errors: number;
  /** Cost up to and with this turn in micro-dollars; turns without a price add nothing. */
  costMicroUsd: number;
}

/** Rows of the chart and of the table behind it. */
export function chartRows(chart: SessionDetail['chart']): ChartRow[] {
  let costMicroUsd = 0;
  return chart.map((turn, i) => {
    costMicroUsd += turn.costMicroUsd ?? 0;
    return { turn: i + 1, tokens: turn.tokens, errors: turn.errors, costMicroUsd };
  });
}

/** The chart in a sentence, for those who do not see it. */
export function chartSummary(rows: readonly ChartRow[]): string {
  const last = rows.at(-1);
  if (last === undefined) return 'No turns yet.';
  const most = rows.reduce((a, b) => (b.tokens > a.tokens ? b : a));
  const total = rows.reduce((sum, row) => sum + row.tokens, 0);
  const errors = rows.reduce((sum, row) => sum + row.errors, 0);
  return `${rows.length} ${rows.length === 1 ? 'turn' : 'turns'}, ${formatTokens(total)} output tokens, most in turn ${most.turn} (${formatTokens(most.tokens)}); ${errors} failed tool ${errors === 1 ? 'call' : 'calls'}; ${formatCost(last.costMicroUsd, { lowerBound: false })} in all.`;
}

let chart: Chart<'bar' | 'line'> | null = null;

/** Draws the chart on a canvas, or again when rows or theme changed. */
export function drawChart(canvas: HTMLCanvasElement, rows: readonly ChartRow[]): void {
  const { text, muted, grid, series, error } = colors();
  if (chart !== null && chart.canvas !== canvas) {
    chart.destroy();
    chart = null;
  }
  const data = {
    labels: rows.map((row) => row.turn),
    datasets: [
      {
        type: 'bar' as const,
        label: 'Output tokens',
        data: rows.map((row) => row.tokens),
        backgroundColor: rows.map((row) => (row.errors > 0 ? error : series[0])),
        maxBarThickness: 40,
        order: 1,
        yAxisID: 'tokens',
      },
      {
        type: 'line' as const,
        label: 'Cost so far',
        data: rows.map((row) => row.costMicroUsd / 1e6),
        borderColor: series[1],
        backgroundColor: series[1],
        borderWidth: 2,
        pointRadius: rows.length > 40 ? 0 : 2,
        order: 0,
        yAxisID: 'cost',
      },
    ],
  };
  const axis = (title: string) => ({
    title: { display: true, text: title, color: muted },
    ticks: { color: muted },
    grid: { color: grid },
    beginAtZero: true,
  });
  const options = {
    responsive: true,
    maintainAspectRatio: false,
    animation: reducedMotion() ? (false as const) : { duration: 200 },
    interaction: { mode: 'index' as const, intersect: false },
    scales: {
      x: {
        title: { display: true, text: 'Turn', color: muted },
        ticks: { color: muted, maxRotation: 0 },
        grid: { display: false },
      },
      tokens: { ...axis('Output tokens'), position: 'left' as const },
      cost: { ...axis('Cost so far ($)'), position: 'right' as const, grid: { display: false } },
    },
    plugins: {
      legend: { labels: { color: text, generateLabels: () => legend(series, error, text) } },
      tooltip: {
        callbacks: {
          title: (items: { label: string }[]) => `Turn ${items[0]?.label ?? ''}`,
          afterBody: (items: { dataIndex: number }[]) => {
            const errors = rows[items[0]?.dataIndex ?? -1]?.errors ?? 0;
            return errors > 0 ? `${errors} failed tool ${errors === 1 ? 'call' : 'calls'}` : '';
          },
        },
      },
    },
  };
  if (chart === null) chart = new Chart<'bar' | 'line'>(canvas, { type: 'bar', data, options });
  else {
    chart.data = data;
    chart.options = options;
    chart.update('none');
  }
}

function legend(series: readonly string[], error: string, fontColor: string) {
  const entry = (text: string, color: string | undefined) => ({
    text,
    fillStyle: color ?? '',
    strokeStyle: color ?? '',
    fontColor,
    lineWidth: 0,
  });
  return [
    entry('Output tokens', series[0]),
    entry('Turn with failed tool calls', error),
    entry('Cost so far', series[1]),
  ];
}
