/**
 * Charts, as pages have them drawn. What draws them (`canvas.ts`, with the library for charts) is large, and is loaded when the page has
 * shown its first content.
 */
import type { canvas, MatrixChart, SeriesChart } from './canvas';

export type { Series } from './canvas';

type Canvas = typeof canvas;

let library: Canvas | null = null;
let loading: Promise<void> | null = null;
/** What waits for the library: of each chart as it was drawn last. */
const waiting = new Map<string, (library: Canvas) => void>();

/** Loads what draws charts. A page that is sure to show some need not wait until it does. */
export function loadCharts(): void {
  loading ??= import('./canvas').then(
    (loaded) => {
      library = loaded.canvas;
      for (const draw of waiting.values()) apart(draw, library);
      waiting.clear();
    },
    // The tables behind charts say the same; the next chart tries again.
    () => void (loading = null),
  );
}

/** A chart that cannot be drawn keeps no other from being drawn. */
function apart(draw: (library: Canvas) => void, canvas: Canvas): void {
  try {
    draw(canvas);
  } catch (error) {
    reportError(error);
  }
}

function drawn(id: string, draw: (library: Canvas) => void): void {
  if (library !== null) return apart(draw, library);
  waiting.set(id, draw);
  loadCharts();
}

/** Draws into the canvas with this id, as soon as it can be; nothing while the canvas is not on the page. */
export const drawSeries = (id: string, chart: SeriesChart): void =>
  drawn(id, (one) => one.drawSeries(id, chart));
export const drawMatrix = (id: string, matrix: MatrixChart): void =>
  drawn(id, (one) => one.drawMatrix(id, matrix));
/** Shows the whole chart again. */
export const resetZoom = (id: string): void => library?.resetZoom(id);
