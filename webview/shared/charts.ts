/** The dashboard's charts on canvases: one place that knows chart.js. What they show stands in a table behind each. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type ChartConfiguration,
} from 'chart.js';
import { MatrixController, MatrixElement } from 'chartjs-chart-matrix';
import zoomPlugin from 'chartjs-plugin-zoom';
import { colors, reducedMotion } from './theme';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  MatrixController,
  MatrixElement,
  PointElement,
  Tooltip,
  zoomPlugin,
);

export interface Series {
  label: string;
  values: readonly (number | null)[];
  /** Bars stand on each other in one stack; lines have the other axis. */
  kind: 'bar' | 'line' | 'band';
  /** Which of the colours: 0 blue, 1 purple, 2 green, 3 red (what failed), 4 yellow, 5 orange, 6 muted. */
  color: number;
  /** Colours of single values where they differ. */
  colors?: readonly number[];
  axis?: 'left' | 'right';
}

export interface SeriesChart {
  labels: readonly string[];
  series: readonly Series[];
  /** What the labels are. */
  below?: string;
  left: { title: string; format: (value: number) => string };
  right?: { title: string; format: (value: number) => string };
  /** More to say of a label in its tooltip. */
  notes?: (label: string) => readonly string[];
  horizontal?: boolean;
}

export interface MatrixChart {
  columns: readonly string[];
  rows: readonly string[];
  /** `color` as in a series; `text` for the tooltip, else the value. */
  cells: readonly { column: string; row: string; value: number; color?: number; text?: string }[];
  /** The value of the strongest colour; else the largest there is. */
  most?: number;
  format: (value: number) => string;
}

const drawn = new Map<string, { chart: Chart; what: string }>();

/**
 * Draws into the canvas with this id, in place of what was there; the same data in the same colours is not drawn again. Does nothing while
 * the canvas is not on the page.
 */
function put(id: string, data: unknown, make: () => ChartConfiguration): void {
  const canvas = document.getElementById(id);
  const what = JSON.stringify([data, colors()]);
  const before = drawn.get(id);
  if (before !== undefined && before.chart.canvas === canvas && before.what === what) return;
  before?.chart.destroy();
  drawn.delete(id);
  if (canvas instanceof HTMLCanvasElement) drawn.set(id, { chart: new Chart(canvas, make()), what });
}

const alpha = (color: string, share: number): string =>
  `color-mix(in srgb, ${color} ${Math.round(share * 100)}%, transparent)`;

/** Ctrl or Cmd with the wheel zooms along the labels, a drag moves what is zoomed: the wheel alone scrolls the page. */
const ZOOM = {
  zoom: {
    wheel: { enabled: true, modifierKey: 'ctrl' as const },
    pinch: { enabled: true },
    mode: 'x' as const,
  },
  pan: { enabled: true, mode: 'x' as const },
  limits: { x: { minRange: 4 } },
};

export function drawSeries(id: string, chart: SeriesChart): void {
  put(id, chart, () => {
    const { text, muted, grid, series, more, error } = colors();
    const palette = [...series, error, ...more, muted];
    const color = (n: number): string => palette[n % palette.length] ?? text;
    const axis = ({ title, format }: SeriesChart['left'], lines: boolean) => ({
      beginAtZero: true,
      title: { display: true, text: title, color: muted },
      ticks: { color: muted, callback: (value: string | number) => format(Number(value)) },
      grid: lines ? { color: grid } : { display: false },
    });
    const labels = {
      ...(chart.below === undefined ? {} : { title: { display: true, text: chart.below, color: muted } }),
      // Names are all shown; days may be left out.
      ticks: { color: muted, maxRotation: 0, autoSkip: chart.horizontal !== true, autoSkipPadding: 12 },
      grid: { display: false },
    };
    const stacked = chart.series.filter(({ kind }) => kind === 'bar').length > 1;
    const value = axis(chart.left, true);
    const scales =
      chart.horizontal === true
        ? { y: { ...labels, stacked }, x: { ...value, stacked } }
        : {
            x: { ...labels, stacked },
            y: { ...value, stacked },
            ...(chart.right === undefined
              ? {}
              : { right: { ...axis(chart.right, false), position: 'right' as const } }),
          };
    const format = (one: Series | undefined): ((n: number) => string) =>
      (one?.axis === 'right' ? chart.right : chart.left)?.format ?? String;
    return {
      type: 'bar',
      data: {
        labels: [...chart.labels],
        datasets: chart.series.map((one, i) => ({
          type: one.kind === 'bar' ? ('bar' as const) : ('line' as const),
          label: one.label,
          data: [...one.values],
          order: one.kind === 'line' ? 0 : 1,
          ...(one.axis === 'right' ? { yAxisID: 'right' } : {}),
          ...(one.kind === 'bar'
            ? { backgroundColor: (one.colors ?? [one.color]).map(color), maxBarThickness: 40 }
            : one.kind === 'line'
              ? {
                  borderColor: color(one.color),
                  backgroundColor: color(one.color),
                  borderWidth: 2,
                  pointRadius: one.values.length > 60 ? 0 : 2,
                  spanGaps: true,
                }
              : {
                  borderColor: 'transparent',
                  backgroundColor: alpha(color(one.color), 0.15),
                  pointRadius: 0,
                  // The upper edge is filled down to the lower one, which comes before it.
                  fill: i > 0 && chart.series[i - 1]?.kind === 'band' ? '-1' : false,
                }),
        })),
      },
      options: {
        responsive: true,
        maintainAspectRatio: false,
        indexAxis: chart.horizontal === true ? 'y' : 'x',
        animation: reducedMotion() ? false : { duration: 200 },
        interaction: { mode: 'index', intersect: false },
        scales,
        // A second click takes the zoom back.
        onClick: (event, _elements, drawnChart) => {
          if (event.native instanceof MouseEvent && event.native.detail === 2) drawnChart.resetZoom('none');
        },
        plugins: {
          zoom: ZOOM,
          legend: {
            display: chart.series.length > 1,
            labels: {
              color: text,
              filter: ({ datasetIndex = 0 }) => chart.series[datasetIndex]?.kind !== 'band',
            },
          },
          tooltip: {
            filter: ({ datasetIndex }) => chart.series[datasetIndex]?.kind !== 'band',
            callbacks: {
              label: ({ datasetIndex, parsed }) => {
                const one = chart.series[datasetIndex];
                const n = chart.horizontal === true ? parsed.x : parsed.y;
                return `${one?.label ?? ''}: ${n === null ? '–' : format(one)(n)}`;
              },
              afterBody: (items) => [...(chart.notes?.(items[0]?.label ?? '') ?? [])],
            },
          },
        },
      },
    };
  });
}

export function drawMatrix(id: string, matrix: MatrixChart): void {
  const { columns, rows, cells, format } = matrix;
  put(id, matrix, () => {
    const { muted, series, more, error, background } = colors();
    const palette = [...series, error, ...more, muted];
    const most = matrix.most ?? Math.max(1, ...cells.map(({ value }) => value));
    const share = (value: number): number => (value === 0 ? 0.06 : 0.2 + 0.8 * (value / most));
    const size = (
      area: { width?: number; height?: number } | undefined,
      name: 'width' | 'height',
      n: number,
    ): number => Math.max(1, (area?.[name] ?? 0) / n - 2);
    const scale = (labels: readonly string[]) => ({
      type: 'category' as const,
      labels: [...labels],
      offset: true,
      ticks: { color: muted, autoSkip: true, autoSkipPadding: 8, maxRotation: 0 },
      grid: { display: false },
      border: { display: false },
    });
    return {
      type: 'matrix',
      data: {
        datasets: [
          {
            label: '',
            data: cells.map(({ column, row, value }) => ({ x: column, y: row, v: value })) as never,
            backgroundColor: ({ dataIndex }: { dataIndex: number }) =>
              alpha(palette[cells[dataIndex]?.color ?? 0] ?? muted, share(cells[dataIndex]?.value ?? 0)),
            borderColor: background,
            borderWidth: 1,
            width: ({ chart }: { chart: Chart }) => size(chart.chartArea, 'width', columns.length),
            height: ({ chart }: { chart: Chart }) => size(chart.chartArea, 'height', rows.length),
          },
        ],
      },
      options: {
        responsive: true,
        maintainAspectRatio: false,
        animation: false,
        scales: { x: scale(columns), y: { ...scale(rows), reverse: false } },
        plugins: {
          legend: { display: false },
          tooltip: {
            callbacks: {
              title: () => '',
              label: ({ dataIndex }) => {
                const cell = cells[dataIndex];
                return cell === undefined
                  ? ''
                  : `${cell.row} ${cell.column}: ${cell.text ?? format(cell.value)}`;
              },
            },
          },
        },
      },
    };
  });
}
