/** The columns of the minimap. Pure. */
import type { Chart } from '../../src/questions/chart';
import { worseOf, type Severity } from '../../src/signals/severity';

/** Columns of the minimap; of more turns, each stands for several. */
const MOST_COLUMNS = 300;
export interface Column {
  /** First turn it stands for, from 0, and how many. */
  turn: number;
  turns: number;
  severity: Severity | null;
  /** Of the turn that cost most; turns without a price count nothing. */
  costMicroUsd: number;
  /** It is a lower bound. */
  costAtLeast: boolean;
  errors: number;
  compacted: boolean;
  interrupted: boolean;
  /** Cost up to its last turn. */
  soFarMicroUsd: number;
}

/** The turns as columns: the worst of each group is what is seen. */
export function columnsOf(
  chart: Chart,
  severities: readonly (Severity | null)[],
  most = MOST_COLUMNS,
): Column[] {
  const size = Math.max(1, Math.ceil(chart.length / most));
  let soFarMicroUsd = 0;
  return Array.from({ length: Math.ceil(chart.length / size) }, (_, i) => {
    const turns = chart.slice(i * size, (i + 1) * size);
    soFarMicroUsd += turns.reduce((sum, { costMicroUsd }) => sum + (costMicroUsd ?? 0), 0);
    const judged = severities.slice(i * size, (i + 1) * size).filter((one) => one !== null);
    return {
      turn: i * size,
      turns: turns.length,
      severity: judged.length === 0 ? null : judged.reduce(worseOf),
      costMicroUsd: Math.max(0, ...turns.map(({ costMicroUsd }) => costMicroUsd ?? 0)),
      costAtLeast: turns.some(({ costAtLeast }) => costAtLeast),
      errors: turns.reduce((sum, { errors }) => sum + errors, 0),
      compacted: turns.some(({ compacted }) => compacted),
      interrupted: turns.some(({ interrupted }) => interrupted),
      soFarMicroUsd,
    };
  });
}
