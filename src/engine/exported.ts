/** The archive for other programs. Text that came from logs is sealed: what looks like a secret is left out. */
import { sealSecrets } from '../log/secrets';
import { escaped } from '../log/visible';
import { csvOf } from '../report/csv';
import { signals } from '../signals/registry';
import type { Checkpoint } from '../store/checkpoint';
import type { SessionFigures } from '../store/figures';
import { tokensOf } from '../usage/rows';
import { graded, type Grades } from '../library/grades';

export type ExportFormat = 'json' | 'csv' | 'sqlite';

/**
 * Content of the file: JSON as of `vigil inspect`, CSV with a line for each session, or a SQLite file. Severities are those of the
 * thresholds given: what the archive keeps is graded by Vigil’s own.
 */
export function exported(checkpoint: Checkpoint, format: ExportFormat, grades: Grades): string | Uint8Array {
  const today = (one: SessionFigures): SessionFigures => graded(one, grades);
  if (format === 'sqlite') return checkpoint.exportSqlite(sealSecrets, today);
  const sessions = checkpoint.sessions().map(today);
  return format === 'csv'
    ? sealSecrets(csvOf(sessions.map(lineOf)))
    : `${escaped(sealSecrets(JSON.stringify({ schema: 1, sessions, alerts: checkpoint.alerts(), marks: checkpoint.marks() }, null, 1)))}\n`;
}

/** A session in one line: its own usage, without that of its sub-agents, which have lines of their own. */
function lineOf(figures: SessionFigures): Record<string, string | number | null> {
  const { usage } = figures;
  const sum = (valueOf: (row: (typeof usage)[number]) => number): number =>
    usage.reduce((total, row) => total + valueOf(row), 0);
  const priced = usage.filter(({ costMicroUsd }) => costMicroUsd !== null);
  return {
    id: figures.id,
    parent: figures.parent,
    project: figures.project,
    title: figures.title,
    startedAt: figures.startedAt,
    endedAt: figures.endedAt,
    taskType: figures.taskType,
    prompts: figures.prompts,
    messages: figures.messages,
    tokens: sum(tokensOf),
    input: sum((row) => row.input),
    output: sum((row) => row.output),
    cacheRead: sum((row) => row.cacheRead),
    cacheWrite5m: sum((row) => row.cacheWrite5m),
    cacheWrite1h: sum((row) => row.cacheWrite1h),
    costMicroUsd: priced.length === 0 && usage.length > 0 ? null : sum((row) => row.costMicroUsd ?? 0),
    severity: figures.severity,
    ...Object.fromEntries(
      signals.map(({ name }) => [name, figures.signals.find((one) => one.name === name)?.value ?? null]),
    ),
  };
}
