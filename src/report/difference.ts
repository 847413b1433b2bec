/** The report that compares two sessions. Pure. */
import { mainModel } from '../analysis/cohorts';
import { differenceText, sideText } from '../analysis/differenceText';
import type { Difference } from '../analysis/difference';
import type { Conversation } from '../analysis/metrics';
import { writtenName } from '../session/naming';
import type { ToolRow } from '../store/figures';
import type { Clock } from '../usage/days';
import { formatCost } from '../usage/format';
import { SEVERITY_CELL, type Cell, type Document } from './document';
import { moreNote } from './list';
import { LOWER_BOUND_NOTE } from './many';
import { modelWords } from './modelWords';
import { timeWithZone } from './session';

/** Files and course of two sessions, in the same number of parts; null if a session has nothing there. */
export interface Course {
  files: {
    path: string;
    a: { reads: number; edits: number } | null;
    b: { reads: number; edits: number } | null;
  }[];
  timeline: { a: { calls: number; failed: number } | null; b: { calls: number; failed: number } | null }[];
}

/** Most files in the table. */
const MOST_FILES = 50;

/** Two sessions side by side. */
export function differenceDocument(
  a: Conversation,
  b: Conversation,
  difference: Difference & Course,
  clock: Clock,
): Document {
  const calls = (row: ToolRow | null): Cell =>
    row === null ? '–' : row.errors > 0 ? `${row.calls} (${row.errors} failed)` : row.calls;
  const used = (use: Course['files'][number]['a']): Cell =>
    use === null ? '–' : `${use.reads} read, ${use.edits} edited`;
  const part = (one: Course['timeline'][number]['a']): Cell =>
    one === null ? '–' : one.failed > 0 ? `${one.calls} (${one.failed} failed)` : one.calls;
  const money = (micro: number | null | undefined, lowerBound: boolean): Cell =>
    micro === undefined ? '–' : formatCost(micro, { lowerBound });
  const head = ['', 'A', 'B'];
  const called = modelWords(difference.models.map(({ name }) => name));
  return {
    title: 'Two sessions',
    sections: [
      {
        heading: null,
        head,
        rows: [
          ['Session', writtenName(a.figures), writtenName(b.figures)],
          ['Id', a.figures.id, b.figures.id],
          ['Project', a.figures.project ?? 'unknown', b.figures.project ?? 'unknown'],
          ['Started', timeWithZone(a.figures.startedAt, clock), timeWithZone(b.figures.startedAt, clock)],
          ['Severity', SEVERITY_CELL[a.figures.severity], SEVERITY_CELL[b.figures.severity]],
          ['Model', called(mainModel(a)), called(mainModel(b))],
          ['Prompts', a.figures.prompts, b.figures.prompts],
        ],
      },
      {
        heading: 'Metrics',
        head: [...head, 'Difference (B − A)'],
        rows: difference.metrics.map((one): Cell[] => [
          one.experimental ? `${one.title} (experimental)` : one.title,
          sideText(one, 'a'),
          sideText(one, 'b'),
          differenceText(one),
        ]),
        ...(difference.metrics.some(({ lowerBound }) => lowerBound.includes(true))
          ? { notes: [LOWER_BOUND_NOTE] }
          : {}),
      },
      {
        heading: 'Tools',
        head,
        rows: difference.tools.map((one): Cell[] => [one.name, calls(one.a), calls(one.b)]),
      },
      {
        heading: 'Files',
        head: ['File', ...head.slice(1)],
        rows: difference.files
          .slice(0, MOST_FILES)
          .map(({ path, a: x, b: y }): Cell[] => [path, used(x), used(y)]),
        notes: moreNote(MOST_FILES, difference.files),
      },
      {
        heading: 'Tool calls over the session',
        head: ['Part', ...head.slice(1)],
        rows: difference.timeline.map(({ a: x, b: y }, i): Cell[] => [i + 1, part(x), part(y)]),
      },
      {
        heading: 'Cost by model',
        head,
        rows: difference.models.map(({ name, a: x, b: y, lowerBound }): Cell[] => [
          called(name),
          money(x, lowerBound[0]),
          money(y, lowerBound[1]),
        ]),
      },
    ],
  };
}
