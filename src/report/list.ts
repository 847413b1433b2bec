/** The list of sessions as a report. Pure. */
import { mainModel } from '../analysis/cohorts';
import type { Conversation } from '../analysis/metrics';
import { openOf } from '../findings/registry';
import { inGroups } from '../l10n/locale';
import { writtenName } from '../session/naming';
import { counted } from '../signals/signal';
import { TASK_WORDS } from '../signals/task';
import type { Clock } from '../usage/days';
import { formatSpan, formatTokens } from '../usage/format';
import { tokensOf } from '../usage/rows';
import { csvBy } from './csv';
import { SEVERITY_CELL, type Cell, type Document } from './document';
import { modelWords } from './modelWords';
import { costOf } from './session';

const LIST = ['Session', 'Project', 'Severity', 'Findings', 'Duration', 'Model', 'Prompts', 'Tokens', 'Cost'];

/** The list, at most `most` sessions; `tasks`: with kinds of task. */
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
                'Duration',
                'Task',
                'Findings',
                'Project',
                'Severity',
                `Started (${clock.zone})`,
                'Cost',
              ],
              tells: 'Session',
            }),
        notes: moreNote(most, conversations),
      },
    ],
  };
}

/** The note below a table of the first `most` items, if there are more. */
export const moreNote = (most: number, { length }: readonly unknown[]): string[] =>
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

/** The list as CSV, with exact numbers. */
export const listCsv = (conversations: readonly Conversation[]): string =>
  csvBy<Conversation>(
    {
      id: ({ figures }) => figures.id,
      started_at: ({ figures }) => figures.startedAt,
      ended_at: ({ figures }) => figures.endedAt,
      title: ({ figures }) => figures.title,
      name: ({ figures }) => figures.name,
      project: ({ figures }) => figures.project,
      severity: ({ figures }) => figures.severity,
      model: mainModel,
      task_type: ({ figures }) => figures.taskType,
      prompts: ({ figures }) => figures.prompts,
      responses: ({ figures }) => figures.messages,
      findings: ({ figures }) => openOf(figures.findings).length,
      duration_ms: ({ figures }) => figures.wallMs,
      tokens: ({ amounts }) => tokensOf(amounts),
      cost_micro_usd: ({ amounts }) => amounts.costMicroUsd,
    },
    conversations,
  );
