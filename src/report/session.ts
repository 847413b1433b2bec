/** The report about one session. Pure. */
import { writtenName } from '../session/naming';
import { mainModel } from '../analysis/cohorts';
import { toolRowsOf } from '../analysis/family';
import type { Conversation } from '../analysis/metrics';
import type { Found } from '../findings/finding';
import { findingWords, openOf } from '../findings/registry';
import { signals as registry, verdictOf } from '../signals/registry';
import type { SignalReading } from '../signals/signal';
import { TASK_WORDS } from '../signals/task';
import type { ToolRow } from '../store/figures';
import type { Clock } from '../usage/days';
import { formatCost, formatMetric, formatSpan, formatTokens, isCount } from '../usage/format';
import { conditionWords } from '../usage/conditions';
import { byModelAndDay, costsAtLeast, tokensOf } from '../usage/rows';
import { MEASURE_WORD, SEVERITY_WORD } from '../signals/severityWords';
import { SEVERITY_CELL, type Cell, type Document } from './document';
import { modelWords } from './modelWords';
import { turnSection, type LineOf, type TurnRow } from './turns';

/** Words for the verdict on a measure; `VERDICT` has codevigil's severities. */
const MEASURE = {
  ...MEASURE_WORD,
  describes: '–',
};
const VERDICT = { ...MEASURE, ...SEVERITY_WORD, describes: 'never an alert' };

/** The cost of a conversation as text. */
export const costOf = ({ amounts, figures, subAgents }: Conversation): string =>
  formatCost(amounts.costMicroUsd, {
    lowerBound:
      costsAtLeast(amounts) ||
      [figures, ...subAgents].some(({ usage }) => usage.some(({ costMicroUsd }) => costMicroUsd === null)),
  });

/** A time with its zone. */
export const timeWithZone = (iso: string | null, { time, zone }: Clock): string =>
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

/** One session: facts, findings, measures, `turns` if given, usage, tools. With `marks` measures have severities, as in codevigil. */
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
    title: `Session ${writtenName(figures)}`,
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
          ['Started', timeWithZone(figures.startedAt, clock)],
          ['Ended', timeWithZone(figures.endedAt, clock)],
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
