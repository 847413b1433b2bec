/** Charts on canvases: one place that knows chart.js. What they show stands in a table behind each. */
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
  type ChartEvent,
  type Point,
  type Scale,
  type ScriptableLineSegmentContext,
  type TooltipItem,
} from 'chart.js';
import { MatrixController, MatrixElement } from 'chartjs-chart-matrix';
import annotationPlugin from 'chartjs-plugin-annotation';
import zoomPlugin from 'chartjs-plugin-zoom';
import { goesOn, ofFew, stackOf, tickTexts } from './labels';
import { endAbove, markerLines, type Marker } from './markers';
import { colors, paletteOf, reducedMotion, type Colors } from './theme';

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
  annotationPlugin,
  zoomPlugin,
);

export interface Series {
  label: string;
  values: readonly (number | null)[];
  /**
   * Bars stand on each other in one stack, unless the chart has them beside each other; points are a line without the line, where labels do
   * not follow each other.
   */
  kind: 'bar' | 'line' | 'point' | 'band';
  /** Which of the colours: 0 blue, 1 purple, 2 green, 3 red (what failed), 4 yellow, 5 orange, 6 muted. */
  color: number;
  /** Colours of single values where they differ. */
  colors?: readonly number[];
  /** Values of a line that are of few: their points are rings, and the line to them is thin and dashed. */
  hollow?: readonly boolean[];
  /** A line that stops where a value is missing; else it goes on to the next one. */
  gaps?: boolean;
  /** Values as the tooltip says them, where it says more than the axis. */
  texts?: readonly string[];
  axis?: 'left' | 'right';
}

export interface SeriesChart {
  labels: readonly string[];
  series: readonly Series[];
  /** What the labels are. */
  below?: string;
  /** `most`: where the axis ends; else where the values do. */
  left: { title: string; format: (value: number) => string; most?: number };
  right?: { title: string; format: (value: number) => string };
  /** What a tooltip calls a label, where that is more than the axis has room for. */
  titles?: readonly string[];
  /** More to say of a label, by its place, in its tooltip. */
  notes?: (at: number) => readonly string[];
  /** In order of their places. */
  markers?: readonly Marker[];
  horizontal?: boolean;
  /** False: the page says beside the chart which colour is which. */
  legend?: boolean;
  /** Bars of a label stand beside each other: they are no parts of a whole. */
  beside?: boolean;
  /** What a click on what stands at a label does; by keyboard the table behind the chart must lead there too. */
  onClick?: (at: number) => void;
}

export interface MatrixChart {
  columns: readonly string[];
  rows: readonly string[];
  /** `color` as in a series; `text` for the tooltip, else the value. */
  cells: readonly { column: string; row: string; value: number; color?: number; text?: string }[];
  /** The value of the strongest colour; else the largest there is. */
  most?: number;
  format: (value: number) => string;
  /** What a click on a cell does; by keyboard the table behind the chart must lead there too. */
  onClick?: (cell: MatrixChart['cells'][number]) => void;
}

/** What a click does now: what a chart is drawn with may stay the same while its days do not. */
const clicks = new Map<string, SeriesChart['onClick']>();

const drawn = new Map<string, { chart: Chart; what: string; labels: readonly string[] }>();

/**
 * Draws into the canvas with this id, in place of what was there; the same data in the same colours is not drawn again. Does nothing while
 * the canvas is not on the page.
 */
function put(id: string, labels: readonly string[], data: unknown, make: () => ChartConfiguration): void {
  const canvas = document.getElementById(id);
  const what = JSON.stringify([data, colors()]);
  const before = drawn.get(id);
  if (before !== undefined && before.chart.canvas === canvas && before.what === what) return;
  // A zoom is kept as places of labels: among other labels it would show something else.
  const kept = before?.chart.isZoomedOrPanned() === true && goesOn(before.labels, labels);
  const zoomed = kept ? before?.chart.scales['x'] : undefined;
  const part = zoomed === undefined ? null : { min: zoomed.min, max: zoomed.max };
  before?.chart.destroy();
  drawn.delete(id);
  if (!(canvas instanceof HTMLCanvasElement)) return;
  // Words on a canvas are in the font of the page around them.
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  const chart = new Chart(canvas, make());
  drawn.set(id, { chart, what, labels });
  // A live session changes all the time: what somebody looks at closely stays where it is.
  if (part !== null) chart.zoomScale('x', part, 'none');
  tellZoom({ chart });
}

/** Shows the button that takes a zoom back while there is one. */
function tellZoom({ chart }: { chart: Chart }): void {
  const button = chart.canvas.closest('section')?.querySelector<HTMLElement>('.unzoom');
  if (button) button.hidden = !chart.isZoomedOrPanned();
}

/** Shows the whole chart again. */
function resetZoom(id: string): void {
  const chart = drawn.get(id)?.chart;
  if (chart === undefined) return;
  chart.resetZoom('none');
  tellZoom({ chart });
}

const alpha = (color: string, share: number): string =>
  `color-mix(in srgb, ${color} ${Math.round(share * 100)}%, transparent)`;

/** Ctrl or Cmd with the wheel zooms along the labels, a drag moves what is zoomed: the wheel alone scrolls the page. */
const ZOOM = {
  zoom: {
    wheel: {
      enabled: true,
      modifierKey: /Mac/.test(navigator.userAgent) ? ('meta' as const) : ('ctrl' as const),
    },
    pinch: { enabled: true },
    mode: 'x' as const,
    onZoom: tellZoom,
  },
  pan: { enabled: true, mode: 'x' as const, onPan: tellZoom },
  limits: { x: { minRange: 4 } },
};

/** Place of the label whose bar or point is under the pointer; tooltips take the nearest, clicks must hit. */
function elementAt({ native }: ChartEvent, chart: Chart): number | null {
  if (native === null) return null;
  const [hit] = chart.getElementsAtEventForMode(native, 'nearest', { intersect: true }, true);
  return hit?.index ?? null;
}

/** Lines are drawn over bars, and both over the band of what is usual. */
const ORDER: Record<Series['kind'], number> = { line: 0, point: 0, bar: 1, band: 2 };

/** Points of few are rings, and the line to them is thin and dashed. */
function rings(values: Series['values'], hollow: readonly boolean[], color: string, { background }: Colors) {
  const few = ofFew(values, hollow);
  const touchesFew = ({ p0DataIndex, p1DataIndex }: ScriptableLineSegmentContext): boolean =>
    few[p0DataIndex] === true || few[p1DataIndex] === true;
  return {
    pointBackgroundColor: hollow.map((isOpen) => (isOpen ? background : color)),
    pointRadius: hollow.map((isOpen) => (isOpen ? 3 : 2)),
    segment: {
      borderDash: (part: ScriptableLineSegmentContext) => (touchesFew(part) ? [2, 3] : undefined),
      borderWidth: (part: ScriptableLineSegmentContext) => (touchesFew(part) ? 1 : undefined),
    },
  };
}

function scalesOf(chart: SeriesChart, { muted, grid }: Colors) {
  const axis = ({ title, format, most }: SeriesChart['left'], lines: boolean) => ({
    beginAtZero: true,
    ...(most === undefined ? {} : { max: most }),
    // Labels of markers stand above what is drawn.
    afterDataLimits(scale: Scale) {
      const markers = chart.markers?.length ?? 0;
      if (markers > 0) scale.max = endAbove(scale, markers, scale.chart.height);
    },
    title: { display: title !== '', text: title, color: muted },
    ticks: {
      color: muted,
      ...(chart.legend === false ? { maxTicksLimit: 4 } : {}),
      callback: (_: unknown, at: number, all: readonly { value: number }[]) =>
        tickTexts(all.map(({ value }) => format(value)))[at],
    },
    grid: lines ? { color: grid } : { display: false },
  });
  const labels = {
    ...(chart.below === undefined ? {} : { title: { display: true, text: chart.below, color: muted } }),
    // Names are all shown; days may be left out.
    ticks: { color: muted, maxRotation: 0, autoSkip: chart.horizontal !== true, autoSkipPadding: 12 },
    // What several days in a row say is said at the first; of names each has its own.
    afterBuildTicks(scale: Scale) {
      if (chart.horizontal === true) return;
      scale.ticks = scale.ticks.filter(
        ({ value: at }) => at === 0 || chart.labels[at] !== chart.labels[at - 1],
      );
    },
    grid: { display: false },
  };
  const value = axis(chart.left, true);
  if (chart.horizontal === true) return { y: labels, x: value };
  const right =
    chart.right === undefined ? {} : { right: { ...axis(chart.right, false), position: 'right' as const } };
  return { x: labels, y: value, ...right };
}

/** How a series looks; `before` is the one before it. */
function looksOf(one: Series, before: Series | undefined, theme: Colors) {
  const palette = paletteOf(theme);
  const color = (n: number): string => palette[n % palette.length] ?? theme.text;
  const own = color(one.color);
  switch (one.kind) {
    case 'bar':
      return { backgroundColor: (one.colors ?? [one.color]).map(color), maxBarThickness: 40 };
    case 'band':
      return {
        borderColor: 'transparent',
        backgroundColor: alpha(own, 0.15),
        pointRadius: 0,
        pointHoverRadius: 0,
        // The upper edge is filled down to the lower one, which comes before it.
        fill: before?.kind === 'band' ? '-1' : false,
      };
    case 'line':
    case 'point':
      return {
        borderColor: own,
        backgroundColor: own,
        borderWidth: 2,
        showLine: one.kind === 'line',
        ...(one.kind === 'point' ? { pointBorderColor: theme.background, pointBorderWidth: 2 } : {}),
        pointRadius: one.kind === 'point' ? 5 : one.values.length > 60 && one.gaps !== true ? 0 : 2,
        ...(one.hollow === undefined ? {} : rings(one.values, one.hollow, own, theme)),
        spanGaps: one.gaps !== true,
      };
  }
}

/** Legend and tooltip: edges of a band are in neither. */
function wordsOf(chart: SeriesChart, { text }: Colors) {
  const isSaid = ({ datasetIndex = 0 }): boolean => chart.series[datasetIndex]?.kind !== 'band';
  const format = (one: Series | undefined): ((n: number) => string) =>
    (one?.axis === 'right' ? chart.right : chart.left)?.format ?? String;
  return {
    legend: {
      display: chart.legend !== false && chart.series.length > 1,
      labels: { color: text, filter: isSaid },
    },
    tooltip: {
      filter: isSaid,
      callbacks: {
        label({ datasetIndex, dataIndex, parsed }: TooltipItem<'bar'>) {
          const one = chart.series[datasetIndex];
          const n = chart.horizontal === true ? parsed.x : parsed.y;
          const said = one?.texts?.[dataIndex] ?? (n === null ? '–' : format(one)(n));
          return `${one?.label ?? ''}: ${said}`;
        },
        title: ([item]: TooltipItem<'bar'>[]) =>
          item === undefined ? '' : (chart.titles?.[item.dataIndex] ?? item.label),
        afterBody: ([item]: TooltipItem<'bar'>[]) =>
          item === undefined ? [] : [...(chart.notes?.(item.dataIndex) ?? [])],
      },
    },
  };
}

function drawSeries(id: string, chart: SeriesChart): void {
  clicks.set(id, chart.onClick);
  put(id, chart.labels, chart, () => {
    const theme = colors();
    return {
      type: 'bar',
      data: {
        labels: [...chart.labels],
        datasets: chart.series.map((one, i) => ({
          type: one.kind === 'bar' ? ('bar' as const) : ('line' as const),
          label: one.label,
          data: [...one.values],
          order: ORDER[one.kind],
          ...stackOf(one, chart.beside === true),
          ...(one.axis === 'right' ? { yAxisID: 'right' } : {}),
          ...looksOf(one, chart.series[i - 1], theme),
        })),
      },
      options: {
        responsive: true,
        maintainAspectRatio: false,
        indexAxis: chart.horizontal === true ? 'y' : 'x',
        animation: reducedMotion() ? false : { duration: 200 },
        interaction: { mode: 'index', intersect: false },
        scales: scalesOf(chart, theme),
        onClick: (event, _elements, drawnChart) => {
          const at = elementAt(event, drawnChart);
          if (at !== null) clicks.get(id)?.(at);
        },
        onHover: (event, _elements, drawnChart) => {
          const clickable = clicks.get(id) !== undefined && elementAt(event, drawnChart) !== null;
          drawnChart.canvas.style.cursor = clickable ? 'pointer' : '';
        },
        plugins: {
          zoom: ZOOM,
          annotation: { annotations: markerLines(chart.markers ?? [], theme) },
          ...wordsOf(chart, theme),
        },
      },
    };
  });
}

function drawMatrix(id: string, matrix: MatrixChart): void {
  const { columns, rows, cells, format } = matrix;
  put(id, columns, matrix, () => {
    const theme = colors();
    const { muted, border } = theme;
    const palette = paletteOf(theme);
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
            // On axes of categories a place is a name; the types know places by number only.
            data: cells.map(({ column, row }) => ({ x: column, y: row })) as unknown as Point[],
            backgroundColor: ({ dataIndex }: { dataIndex: number }) =>
              alpha(palette[cells[dataIndex]?.color ?? 0] ?? muted, share(cells[dataIndex]?.value ?? 0)),
            borderColor: border,
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
        onClick: (_event, elements) => {
          const cell = cells[elements[0]?.index ?? -1];
          if (cell !== undefined) matrix.onClick?.(cell);
        },
        onHover: (_event, elements, { canvas }) => {
          canvas.style.cursor = matrix.onClick !== undefined && elements.length > 0 ? 'pointer' : '';
        },
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

/** What draws charts, as one: it is loaded as one (`charts.ts`). */
export const canvas = { drawSeries, drawMatrix, resetZoom };
