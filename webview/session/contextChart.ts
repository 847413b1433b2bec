/** What filled the context window after each turn: tokens read from the cache, written to it, and sent fresh. */
import { BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, Tooltip } from 'chart.js';
import type { SessionDetail } from '../../src/engine/protocol';
import { formatTokens } from '../../src/usage/format';
import { percent } from '../shared/format';
import { colors, reducedMotion } from '../shared/theme';

Chart.register(BarController, BarElement, CategoryScale, Legend, LinearScale, Tooltip);

export interface ContextRow {
  turn: number;
  cacheRead: number;
  cacheWrite: number;
  fresh: number;
  total: number;
  compacted: boolean;
}

/** Turns that say how full the window was. */
export const contextRows = (chart: SessionDetail['chart']): ContextRow[] =>
  chart.flatMap(({ context, compacted }, i) =>
    context === null
      ? []
      : [
          {
            turn: i + 1,
            ...context,
            total: context.cacheRead + context.cacheWrite + context.fresh,
            compacted,
          },
        ],
  );

/** The chart in a sentence. */
export function contextSummary(rows: readonly ContextRow[], window: number): string {
  const last = rows.at(-1);
  if (last === undefined) return 'No turn says how full the context was.';
  const most = rows.reduce((a, b) => (b.total > a.total ? b : a));
  const compactions = rows.filter(({ compacted }) => compacted).length;
  return `${formatTokens(last.total)} tokens after the last turn (${percent(last.total, window)} of ${formatTokens(window)}), most after turn ${most.turn} (${formatTokens(most.total)}); compacted in ${compactions} ${compactions === 1 ? 'turn' : 'turns'}.`;
}

let chart: Chart<'bar'> | null = null;

/** Draws the chart on a canvas, or again when rows or theme changed. */
export function drawContext(canvas: HTMLCanvasElement, rows: readonly ContextRow[]): void {
  const { text, muted, grid, series } = colors();
  if (chart !== null && chart.canvas !== canvas) {
    chart.destroy();
    chart = null;
  }
  const part = (label: string, of: (row: ContextRow) => number, color: string | undefined) => ({
    label,
    data: rows.map(of),
    backgroundColor: color ?? '',
    maxBarThickness: 40,
  });
  const data = {
    labels: rows.map(({ turn, compacted }) => (compacted ? `${turn} ⤓` : String(turn))),
    datasets: [
      part('Read from the cache', (row) => row.cacheRead, series[0]),
      part('Written to the cache', (row) => row.cacheWrite, series[1]),
      part('Sent fresh', (row) => row.fresh, series[2]),
    ],
  };
  const options = {
    responsive: true,
    maintainAspectRatio: false,
    animation: reducedMotion() ? (false as const) : { duration: 200 },
    interaction: { mode: 'index' as const, intersect: false },
    scales: {
      x: {
        stacked: true,
        title: { display: true, text: 'Turn (⤓ compacted)', color: muted },
        ticks: { color: muted, maxRotation: 0 },
        grid: { display: false },
      },
      y: {
        stacked: true,
        beginAtZero: true,
        title: { display: true, text: 'Tokens in the context', color: muted },
        ticks: { color: muted },
        grid: { color: grid },
      },
    },
    plugins: { legend: { labels: { color: text } } },
  };
  if (chart === null) chart = new Chart(canvas, { type: 'bar', data, options });
  else {
    chart.data = data;
    chart.options = options;
    chart.update('none');
  }
}
