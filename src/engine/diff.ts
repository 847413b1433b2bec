/** Two sessions side by side. Pure. */
import { difference } from '../analysis/history';
import { conversationsOf } from '../analysis/metrics';
import { worst } from '../signals/registry';
import type { SessionFigures } from '../store/figures';
import type { Diff } from './dashboardData';
import { courseOfTwo, type ReportSources } from './reports';

/** Null when one of them is not known. */
export function diffOf(
  a: string,
  b: string,
  { figures, ...sources }: Pick<ReportSources, 'session' | 'rules' | 'figures'>,
): Diff | null {
  const family = (id: string): SessionFigures[] =>
    figures.filter((one) => one.id === id || one.parent === id);
  const [x] = conversationsOf(family(a));
  const [y] = conversationsOf(family(b));
  if (x === undefined || y === undefined) return null;
  return {
    sides: [x, y].map(({ figures: of }) => ({
      id: of.id,
      title: of.title,
      project: of.repository ?? of.project,
      startedAt: of.startedAt,
      endedAt: of.endedAt,
      severity: worst(of.signals),
      signals: of.signals.map(({ name, severity, label }) => ({ name, severity, label })),
    })),
    ...difference(x, y),
    ...courseOfTwo(x, y, sources),
  };
}
