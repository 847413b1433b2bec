/** A heatmap as a document: parts of a session from left to right. Pure. */
import { signals } from '../signals/registry';
import { TASK_WORDS, type TaskType } from '../signals/task';
import type { Severity } from '../signals/severity';
import type { Clock } from '../usage/days';
import type { Cell, Document } from './document';

/** What is drawn; `questions/report.ts` makes it. */
export interface HeatmapData {
  parts: readonly (string | null)[];
  /** Kind of task of each part; null altogether when kinds are not told. */
  tasks: readonly (TaskType | null)[] | null;
  tools: readonly { name: string; cells: readonly { calls: number; failed: number; denied: number }[] }[];
  signals: readonly { name: string; cells: readonly (Severity | null)[] }[];
}

const BARS = ' ▁▂▃▄▅▆▇█';
/** What a measure's thresholds make of it; with marks its severity, as codevigil has it. */
const MEASURE: Record<Severity, Cell> = { ok: 'usual', warn: 'unusual', critical: 'unusual' };
const WORD: Record<Severity, Cell> = { ok: 'ok', warn: 'WARN', critical: { strong: 'CRIT' } };

export function heatmapDocument(
  title: string,
  { parts, tasks, tools, signals: readings }: HeatmapData,
  { time, zone }: Clock,
  marks = false,
): Document {
  const most = Math.max(1, ...tools.flatMap(({ cells }) => cells.map(({ calls }) => calls)));
  const head = parts.map((iso, i) =>
    iso === null ? String(i + 1) : time(Date.parse(iso)).slice('YYYY-MM-DD '.length),
  );
  const cell = ({ calls, failed, denied }: HeatmapData['tools'][number]['cells'][number]): Cell => {
    if (calls === 0) return '';
    const bar = BARS[Math.max(1, Math.round((calls / most) * 8))] ?? '';
    const bad = [failed > 0 ? `${failed}!` : '', denied > 0 ? `${denied}×` : ''].filter(
      (text) => text !== '',
    );
    const text = [`${bar}${calls}`, ...bad].join(' ');
    return bad.length > 0 ? { strong: text } : text;
  };
  const judged = readings.filter(({ cells }) => cells.some((one) => one !== null));
  return {
    title: `${title}: over the session`,
    sections: [
      {
        heading: 'Tools',
        text: [
          `Calls in each part, \`n!\` of them failed, \`n×\` denied. Parts begin at these times (${zone}).`,
        ],
        head: ['Tool', ...head],
        rows: tools.map(({ name, cells }): Cell[] => [name, ...cells.map(cell)]),
      },
      ...(tasks === null
        ? []
        : [
            {
              heading: 'Kind of task',
              text: ['What each part was mostly about; empty where it cannot be told (experimental).'],
              head: ['', ...head],
              rows: [['Kind', ...tasks.map((one): Cell => (one === null ? '' : TASK_WORDS[one]))] as Cell[]],
            },
          ]),
      {
        heading: 'Measures',
        text: [
          judged.length === 0
            ? 'Too early to tell: the session is too short for any measure.'
            : 'What each measure said at the end of each part; empty while it was too early to tell.',
        ],
        ...(judged.length === 0
          ? {}
          : {
              head: ['Measure', ...head],
              rows: judged.map(({ name, cells }): Cell[] => [
                signals.find((one) => one.name === name)?.title ?? name,
                ...cells.map((one): Cell => (one === null ? '' : (marks ? WORD : MEASURE)[one])),
              ]),
            }),
      },
    ],
  };
}
