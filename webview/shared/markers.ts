/** Dashed lines across a chart, where something changed, with their labels kept apart. */
import type { Chart } from 'chart.js';
import type { AnnotationOptions } from 'chartjs-plugin-annotation';

export interface Marker {
  /** Place of the chart's label it stands at, from 0. */
  at: number;
  label: string;
}

/** Rows the labels may stand in, and their height in pixels. */
const ROWS = 3;
const ROW_PX = 16;
/** About what a letter of a label and its padding take, in pixels. */
const LETTER_PX = 6;
const PADDING_PX = 10;

/** What the legend, names of the axis and the space around take of a chart's height at most, in pixels. */
const AROUND_PX = 110;

/** The end of the axis that leaves room for the labels of so many markers above the largest value. */
export function endAbove(
  { min, max }: { min: number; max: number },
  markers: number,
  height: number,
): number {
  const share = Math.min(0.5, (Math.min(ROWS, markers) * ROW_PX) / Math.max(1, height - AROUND_PX));
  return max + ((max - Math.min(0, min)) * share) / (1 - share);
}

/** The row each label stands in so that none covers another, the top one first; null where there is no room for it. */
export function rowsFor(
  spans: readonly ({ from: number; to: number } | null)[],
  rows: number,
): (number | null)[] {
  const ends = Array.from({ length: rows }, () => -Infinity);
  return spans.map((span) => {
    const row = span === null ? -1 : ends.findIndex((end) => end < span.from);
    if (span === null || row === -1) return null;
    ends[row] = span.to;
    return row;
  });
}

/** The rows of the labels as the chart is now: zooming moves them. */
function rowsNow({ chartArea, scales }: Chart, markers: readonly Marker[]): (number | null)[] {
  const { left, right } = chartArea;
  const spans = markers.map(({ at, label }) => {
    const x = scales['x']?.getPixelForValue(at) ?? NaN;
    if (!(x >= left && x <= right)) return null;
    const width = label.length * LETTER_PX + PADDING_PX;
    // Labels at the edges are moved into the chart.
    const from = Math.max(left, Math.min(x - width / 2, right - width));
    return { from, to: from + width };
  });
  return rowsFor(spans, ROWS);
}

/** Markers in order of their places, as lines. A label there is no room for is left out: the tooltip has it. */
export const markerLines = (
  markers: readonly Marker[],
  { text, muted, background }: { text: string; muted: string; background: string },
): AnnotationOptions<'line'>[] =>
  markers.map(({ at, label }, i) => ({
    type: 'line',
    scaleID: 'x',
    value: at,
    // Behind what is drawn, and labels before the lines of others.
    drawTime: 'beforeDatasetsDraw',
    borderColor: `color-mix(in srgb, ${muted} 60%, transparent)`,
    borderWidth: 1,
    borderDash: [4, 4],
    label: {
      z: 1,
      display: ({ chart }) => rowsNow(chart, markers)[i] !== null,
      content: label,
      position: 'start',
      yAdjust: ({ chart }) => (rowsNow(chart, markers)[i] ?? 0) * ROW_PX,
      color: text,
      backgroundColor: background,
      borderRadius: 2,
      padding: { x: 4, y: 2 },
      font: { size: 10, weight: 'normal' },
    },
  }));
