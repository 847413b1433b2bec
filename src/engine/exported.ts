/** The archive for other programs. Likely secrets in text from logs are sealed. */
import { sealSecrets } from '../log/secrets';
import { escaped } from '../log/visible';
import { csvTable } from '../report/csv';
import { openOf } from '../findings/registry';
import { withGivenName, writtenName } from '../session/naming';
import { signals } from '../signals/registry';
import type { Checkpoint } from '../store/checkpoint';
import type { SessionFigures } from '../store/figures';
import { costsAtLeast, tokensOf } from '../usage/rows';
import { graded, type Grades } from '../library/grades';

export type ExportFormat = 'json' | 'csv' | 'sqlite';

/**
 * Content of the file: JSON like `vigil inspect`, CSV with one line per session, or a SQLite file. Severities follow the given thresholds;
 * those in the archive follow Vigil’s own.
 */
export function exported(checkpoint: Checkpoint, format: ExportFormat, grades: Grades): string | Uint8Array {
  const today = (one: SessionFigures): SessionFigures => graded(one, grades);
  if (format === 'sqlite') return checkpoint.exportSqlite(sealSecrets, today);
  const sessions = checkpoint.sessions().map(today);
  const given = new Map(checkpoint.marks().map(({ session, name }) => [session, name]));
  const called = (one: SessionFigures): SessionFigures => withGivenName(one, given.get(one.id) ?? null);
  return format === 'csv'
    ? sealSecrets(
        csvTable(
          COLUMNS,
          sessions.map((one) => lineOf(called(one))).map((line) => COLUMNS.map((name) => line[name])),
        ),
      )
    : `${escaped(sealSecrets(JSON.stringify({ schema: 1, sessions, alerts: checkpoint.alerts(), marks: checkpoint.marks() }, null, 1)))}\n`;
}

/** The columns other than measures, so that a file without sessions has them too. */
const FACTS = [
  'id',
  'parent',
  'project',
  'title',
  'name',
  'repository',
  'branches',
  'pullRequests',
  'models',
  'agentType',
  'file',
  'startedAt',
  'endedAt',
  'taskType',
  'prompts',
  'messages',
  'toolCalls',
  'tokens',
  'input',
  'output',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'costMicroUsd',
  'costAtLeast',
  'severity',
  'findings',
] as const;

/** The number of prompts is both a fact and a measure. */
const MEASURES = signals
  .map(({ name }) => name)
  .filter((name) => !(FACTS as readonly string[]).includes(name));

const COLUMNS: readonly string[] = [...FACTS, ...MEASURES];

/** A session on one line: its own usage without its sub-agents, which have their own lines. */
function lineOf(figures: SessionFigures): Record<string, string | number | boolean | null> {
  const { usage } = figures;
  const sum = (valueOf: (row: (typeof usage)[number]) => number): number =>
    usage.reduce((total, row) => total + valueOf(row), 0);
  const priced = usage.filter(({ costMicroUsd }) => costMicroUsd !== null);
  return {
    id: figures.id,
    parent: figures.parent,
    project: figures.project,
    title: figures.title,
    name: writtenName(figures),
    repository: figures.repository,
    branches: figures.gitBranches.join(' '),
    pullRequests: figures.pullRequests.join(' '),
    models: [...new Set(usage.map(({ model }) => model))].join(' '),
    agentType: figures.agentType,
    file: figures.file,
    startedAt: figures.startedAt,
    endedAt: figures.endedAt,
    taskType: figures.taskType,
    prompts: figures.prompts,
    messages: figures.messages,
    toolCalls: figures.tools.reduce((calls, tool) => calls + tool.calls, 0),
    tokens: sum(tokensOf),
    input: sum((row) => row.input),
    output: sum((row) => row.output),
    cacheRead: sum((row) => row.cacheRead),
    cacheWrite5m: sum((row) => row.cacheWrite5m),
    cacheWrite1h: sum((row) => row.cacheWrite1h),
    costMicroUsd: priced.length === 0 && usage.length > 0 ? null : sum((row) => row.costMicroUsd ?? 0),
    costAtLeast: priced.length < usage.length || usage.some(costsAtLeast),
    severity: figures.severity,
    findings: openOf(figures.findings)
      .map(({ name }) => name)
      .join(' '),
    ...Object.fromEntries(
      MEASURES.map((name) => [name, figures.signals.find((one) => one.name === name)?.value ?? null]),
    ),
  };
}
