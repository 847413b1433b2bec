/** The pictures of a report: small, without script; their numbers stand in the table below each, and in the title of each mark. Pure. */
import { shorten, widthOf } from './fit';

export interface Chart {
  /** What it shows, in one sentence: said instead of the picture, too. */
  title: string;
  /** Beside the axis. */
  labels: readonly string[];
  /** In the title of each mark, where that is more than the label. */
  names?: readonly string[];
  /** Null leaves a gap. */
  values: readonly (number | null)[];
  /** A value as people read it. */
  format: (value: number) => string;
  /** Bars and lines go over time; rows are of names, which need room. */
  kind: 'bars' | 'line' | 'rows';
}

const WIDTH = 1000;
const HEIGHT = 260;
const LEFT = 84;
const BOTTOM = 24;
const TOP = 10;
/** Half of what a day takes below the axis. */
const HALF_LABEL = 40;
/** Steps of the grid, at most. */
const STEPS = 4;

/** The end of an axis, and how far its lines lie apart: 1, 2 or 5 of a power of ten. */
export function scaleOf(most: number): { end: number; step: number } {
  const rough = most / STEPS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((n) => n * power >= rough * (1 - 1e-9)) ?? 10) * power;
  return { step, end: Math.ceil(most / step - 1e-9) * step };
}

/** Values in a row without a gap, each with its place. */
export function runs(values: readonly (number | null)[]): { at: number; value: number }[][] {
  const found: { at: number; value: number }[][] = [];
  for (const [at, value] of values.entries()) {
    if (value === null) continue;
    const last = found.at(-1);
    if (last?.at(-1)?.at === at - 1) last.push({ at, value });
    else found.push([{ at, value }]);
  }
  return found;
}

const MOST_ROWS = 30;
const ROW = 24;
const NAMES = 300;
/** About what a sign takes at most. */
const SIGN = 9;
/** Of a name there is room for so many signs, of a value beside its bar for this much. */
const NAME_SIGNS = 38;
const VALUES = 110;

/** A bar for each name, the largest of them where they are many; without one where nothing is known. */
function rowsSvg({ title, labels, values, format }: Chart, escaped: (text: string) => string): string {
  const known = labels.flatMap((label, i) => {
    const value = values[i] ?? null;
    return value === null ? [] : [{ label, value }];
  });
  if (known.length === 0) return '';
  const least = known.map(({ value }) => value).toSorted((a, b) => b - a)[MOST_ROWS - 1] ?? -Infinity;
  const shown = known.filter(({ value }) => value >= least).slice(0, MOST_ROWS);
  const most = Math.max(...shown.map(({ value }) => value), 0) || 1;
  const names = Math.min(NAMES, 8 + SIGN * Math.max(...shown.map(({ label }) => widthOf(label))));
  const caption = `${title}${shown.length < known.length ? `, the ${MOST_ROWS} largest of ${known.length}` : ''}`;
  return [
    `<figure><svg viewBox="0 0 ${WIDTH} ${ROW * shown.length}" role="img" aria-label="${escaped(caption)}">`,
    ...shown.map(({ label, value }, i) => {
      const width = round(Math.max(1, ((WIDTH - names - VALUES) * Math.max(0, value)) / most));
      const y = ROW * i;
      return `<text x="${names - 8}" y="${y + 16}" text-anchor="end">${escaped(shorten(label, NAME_SIGNS))}</text><rect class="mark" x="${names}" y="${y + 4}" width="${width}" height="${ROW - 8}"><title>${escaped(`${label}: ${format(value)}`)}</title></rect><text x="${round(names + width + 6)}" y="${y + 16}">${escaped(format(value))}</text>`;
    }),
    `</svg><figcaption>${escaped(caption)}</figcaption></figure>`,
  ].join('\n');
}

/** A chart as SVG with its title below it. */
export const chartSvg = (chart: Chart, escaped: (text: string) => string): string =>
  chart.kind === 'rows' ? rowsSvg(chart, escaped) : timeSvg(chart, escaped);

function timeSvg(
  { title, labels, names = labels, values, format, kind }: Chart,
  escaped: (text: string) => string,
): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return '';
  const { end, step } = scaleOf(Math.max(...known, 0) || 1);
  const wide = (WIDTH - LEFT) / values.length;
  const x = (i: number): number => round(LEFT + wide * (i + 0.5));
  const y = (value: number): number => round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - Math.max(0, value) / end));
  const named = (i: number, value: number): string =>
    `<title>${escaped(`${names[i] ?? ''}: ${format(value)}`)}</title>`;
  const marks = values.map((value, i) => {
    if (value === null) return '';
    if (kind === 'line')
      return `<circle class="mark" cx="${x(i)}" cy="${y(value)}" r="3">${named(i, value)}</circle>`;
    const width = round(Math.max(1, wide * 0.8));
    return `<rect class="mark" x="${round(x(i) - width / 2)}" y="${y(value)}" width="${width}" height="${round(HEIGHT - BOTTOM - y(value))}">${named(i, value)}</rect>`;
  });
  const lines =
    kind === 'line'
      ? runs(values)
          .filter((run) => run.length > 1)
          .map(
            (run) =>
              `<polyline class="line" points="${run.map(({ at, value }) => `${x(at)},${y(value)}`).join(' ')}"/>`,
          )
      : [];
  const grid = Array.from({ length: Math.round(end / step) + 1 }, (_, i) => i * step).map(
    (value) =>
      `<line class="axis" x1="${LEFT}" x2="${WIDTH}" y1="${y(value)}" y2="${y(value)}"/><text x="${LEFT - 6}" y="${round(y(value) + 4)}" text-anchor="end">${escaped(format(value))}</text>`,
  );
  const every = Math.ceil(values.length / 8);
  return [
    `<figure><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">`,
    ...grid,
    ...labels.map((label, i) =>
      i % every === 0
        ? `<text x="${Math.min(x(i), WIDTH - HALF_LABEL)}" y="${HEIGHT - 8}" text-anchor="middle">${escaped(label)}</text>`
        : '',
    ),
    ...lines,
    ...marks,
    `</svg><figcaption>${escaped(title)}</figcaption></figure>`,
  ]
    .filter(Boolean)
    .join('\n');
}

const round = (n: number): number => Math.round(n * 10) / 10;
