/** Reports about one session, two sessions, and the list of all. Pure. */
import { inGroups } from '../l10n/locale';
import { writtenName } from '../session/naming';
import { mainModel } from '../analysis/cohorts';
import { toolRowsOf } from '../analysis/family';
import { differenceText, sideText } from '../analysis/differenceText';
import type { Difference } from '../analysis/history';
import type { Conversation } from '../analysis/metrics';
import type { Found } from '../findings/finding';
import { findingWords, openOf } from '../findings/registry';
import { signals as registry, verdictOf } from '../signals/registry';
import { counted, type SignalReading } from '../signals/signal';
import { TASK_WORDS } from '../signals/task';
import type { ToolRow } from '../store/figures';
import type { Clock } from '../usage/days';
import { formatCost, formatMetric, formatSpan, formatTokens, isCount } from '../usage/format';
import { conditionWords } from '../usage/conditions';
import { byModelAndDay, costsAtLeast, tokensOf } from '../usage/rows';
import { csvTable } from './csv';
import { SEVERITY_WORD } from '../signals/severityWords';
import { SEVERITY_CELL, type Cell, type Document } from './document';
import { LOWER_BOUND_NOTE } from './many';
import { modelWords } from './modelWords';
import { turnSection, type LineOf, type TurnRow } from './turns';

/** What a measure's thresholds make of it; as codevigil has it, its severity. */
const MEASURE = {
  ok: 'usual',
  warn: 'unusual',
  critical: 'unusual',
  tooShort: 'not judged',
  describes: '–',
};
const VERDICT = { ...MEASURE, ...SEVERITY_WORD, describes: 'never an alert' };

const costOf = ({ amounts, figures, subAgents }: Conversation): string =>
  formatCost(amounts.costMicroUsd, {
    lowerBound:
      costsAtLeast(amounts) ||
      [figures, ...subAgents].some(({ usage }) => usage.some(({ costMicroUsd }) => costMicroUsd === null)),
  });
const nameOf = ({ figures }: Conversation): string => writtenName(figures);
/** A time with its zone. */
const when = (iso: string | null, { time, zone }: Clock): string =>
  iso === null ? '–' : `${time(Date.parse(iso))} ${zone}`;

/** What was found, what is open first: each with its lines. */
function findingRows(findings: readonly Found[], lineOf: LineOf): Cell[][] {
  return [...openOf(findings), ...findings.filter(({ open }) => !open).toReversed()].map(
    ({ name, severity, sentence, open, evidence }) => [
      sentence,
      open ? SEVERITY_CELL[severity] : 'repaired',
      evidence.map((line) => `line ${lineOf(line) ?? '?'}: ${line.note}`).join('; '),
      findingWords(name).advice,
    ],
  );
}

/** What a measure says of a session, and its value in its unit. */
function measureRow(one: SignalReading, marks: boolean): Cell[] {
  const words = registry.find(({ name }) => name === one.name);
  const unit = words?.unit ?? 'number';
  return [
    words?.title ?? one.name,
    marks && one.severity === 'critical'
      ? SEVERITY_CELL.critical
      : (marks ? VERDICT : MEASURE)[verdictOf(one)],
    one.label,
    one.value === null ? '–' : formatMetric(one.value, unit, isCount(unit, one.value)),
  ];
}

/** One session: facts, findings, measures, turns where their kinds are told, usage, tools. With `marks` measures have severities, as codevigil has it. */
export function sessionDocument(
  conversation: Conversation,
  clock: Clock,
  lineOf: LineOf,
  marks = false,
  turns: readonly TurnRow[] | null = null,
): Document {
  const { figures, subAgents, amounts } = conversation;
  const rows = [figures, ...subAgents].flatMap(({ usage }) => usage);
  const called = modelWords([...new Set(rows.map(({ model }) => model))]);
  return {
    title: `Session ${nameOf(conversation)}`,
    sections: [
      {
        heading: null,
        head: ['', ''],
        rows: [
          ['Id', figures.id],
          ['Project', figures.project ?? 'unknown'],
          ['Model', called(mainModel(conversation))],
          ['Permission mode', figures.permissionModes.join(', ') || 'unknown'],
          ['Claude Code', figures.claudeVersions.join(', ') || 'unknown'],
          ['Branch', figures.gitBranches.join(', ') || 'unknown'],
          ...(figures.pullRequests.length === 0
            ? []
            : [['Pull request', figures.pullRequests.join(', ')] as const]),
          ['Started', when(figures.startedAt, clock)],
          ['Ended', when(figures.endedAt, clock)],
          ['Active', `${formatSpan(figures.activeMs)} of ${formatSpan(figures.wallMs)}`],
          ['Severity', SEVERITY_CELL[figures.severity]],
          ...(turns?.some(({ task }) => task !== undefined) !== true
            ? []
            : [
                [
                  'Kind of task (experimental)',
                  figures.taskType === null ? 'not told' : TASK_WORDS[figures.taskType],
                ],
              ]),
          ['Prompts', figures.prompts],
          ['Responses', figures.messages],
          ['Sub-agents', subAgents.length],
          ['Interrupts', figures.interrupts],
          ['Compactions', figures.compactions],
          ['Tokens', `${amounts.lowerBound > 0 ? '≥ ' : ''}${formatTokens(tokensOf(amounts))}`],
          ['Cost', costOf(conversation)],
          ...(Object.keys(amounts.unknownConditions).length === 0
            ? []
            : [['Cost is at least that', `no price for ${conditionWords(amounts.unknownConditions)}`]]),
        ],
      },
      {
        heading: 'To check',
        ...(figures.findings.length === 0
          ? { text: [figures.severity === 'unjudged' ? 'Not judged yet.' : 'Nothing was found.'] }
          : {
              head: ['What happened', 'Severity', 'Lines', 'What to do'],
              rows: findingRows(figures.findings, lineOf),
              wraps: true,
            }),
      },
      {
        heading: 'Measures',
        wraps: true,
        head: ['Measure', marks ? 'Severity' : 'Usual', 'What it says', 'Value'],
        rows: figures.signals.map((one) => measureRow(one, marks)),
      },
      ...(turns === null || turns.length === 0
        ? []
        : [turnSection(turns, subAgents.length > 0, clock, lineOf)]),
      {
        heading: 'Usage by model and day',
        head: ['Model', 'Day', 'Requests', 'Tokens', 'Cost'],
        rows: byModelAndDay(rows).map((row): Cell[] => [
          called(row.model),
          row.day ?? '–',
          row.requests,
          `${row.lowerBound > 0 ? '≥ ' : ''}${formatTokens(tokensOf(row))}`,
          formatCost(row.costMicroUsd, { lowerBound: costsAtLeast(row) }),
        ]),
      },
      {
        heading: 'Tools',
        head: ['Tool', 'Calls', 'Failed', 'Denied', 'Interrupted'],
        rows: toolRowsOf(conversation).map(toolLine),
      },
    ],
  };
}

const toolLine = (row: ToolRow): Cell[] => [row.name, row.calls, row.errors, row.denied, row.interrupted];

const LIST = ['Session', 'Project', 'Severity', 'Findings', 'Duration', 'Model', 'Prompts', 'Tokens', 'Cost'];

/** The list, as far as it is told; `tasks`: with kinds of task. */
export function listDocument(
  conversations: readonly Conversation[],
  clock: Clock,
  tasks = false,
  most = 100,
): Document {
  const shown = conversations.slice(0, most);
  const called = modelWords([...new Set(shown.map(mainModel))]);
  return {
    title: counted(conversations.length, 'session'),
    sections: [
      {
        heading: null,
        ...(shown.length === 0
          ? { text: ['No session matches. Give fewer conditions.'] }
          : {
              head: ['Id', `Started (${clock.zone})`, ...LIST, ...(tasks ? ['Task'] : [])],
              rows: shown.map((one) => [...lineOf(one, clock, called), ...(tasks ? [taskWord(one)] : [])]),
              goFirst: [
                'Prompts',
                'Tokens',
                'Model',
                'Project',
                'Duration',
                `Started (${clock.zone})`,
                'Cost',
                'Task',
                'Findings',
              ],
            }),
        notes: moreThan(most, conversations),
      },
    ],
  };
}

/** The note below a table of the first `most` of these. */
const moreThan = (most: number, { length }: readonly unknown[]): string[] =>
  length > most ? [`… and ${inGroups(length - most)} more.`] : [];

const taskWord = ({ figures: { taskType } }: Conversation): Cell =>
  taskType === null ? 'not told' : TASK_WORDS[taskType];

const lineOf = (one: Conversation, { time }: Clock, called: (model: string) => string): Cell[] => [
  one.figures.id,
  one.figures.startedAt === null ? '–' : time(Date.parse(one.figures.startedAt)),
  writtenName(one.figures),
  one.figures.project ?? 'unknown',
  SEVERITY_CELL[one.figures.severity],
  openOf(one.figures.findings).length,
  formatSpan(one.figures.wallMs),
  called(mainModel(one)),
  one.figures.prompts,
  formatTokens(tokensOf(one.amounts)),
  costOf(one),
];

/** The list as CSV, exact numbers. */
export const listCsv = (conversations: readonly Conversation[]): string =>
  csvTable(
    [
      'id',
      'started_at',
      'ended_at',
      'title',
      'name',
      'project',
      'severity',
      'model',
      'task_type',
      'prompts',
      'responses',
      'findings',
      'duration_ms',
      'tokens',
      'cost_micro_usd',
    ],
    conversations.map((one) => [
      one.figures.id,
      one.figures.startedAt,
      one.figures.endedAt,
      one.figures.title,
      one.figures.name,
      one.figures.project,
      one.figures.severity,
      mainModel(one),
      one.figures.taskType,
      one.figures.prompts,
      one.figures.messages,
      openOf(one.figures.findings).length,
      one.figures.wallMs,
      tokensOf(one.amounts),
      one.amounts.costMicroUsd,
    ]),
  );

/** What two sessions did with files, and part by part: each of as many events. Null where one has nothing there. */
export interface Course {
  files: {
    path: string;
    a: { reads: number; edits: number } | null;
    b: { reads: number; edits: number } | null;
  }[];
  timeline: { a: { calls: number; failed: number } | null; b: { calls: number; failed: number } | null }[];
}

/** Files that are told of one by one; more are no comparison. */
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
  const head = ['', `A: ${nameOf(a)}`, `B: ${nameOf(b)}`];
  const called = modelWords(difference.models.map(({ name }) => name));
  return {
    title: 'Two sessions',
    sections: [
      {
        heading: null,
        head,
        rows: [
          ['Id', a.figures.id, b.figures.id],
          ['Project', a.figures.project ?? 'unknown', b.figures.project ?? 'unknown'],
          ['Started', when(a.figures.startedAt, clock), when(b.figures.startedAt, clock)],
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
        notes: moreThan(MOST_FILES, difference.files),
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
