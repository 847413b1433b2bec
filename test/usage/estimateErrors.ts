/** How far output estimated from content is off, on responses whose true output the log has. */
import { readLogs } from '../../src/library/inspect';
import { estimateOutput } from '../../src/usage/estimate';

export interface EstimateErrors {
  responses: number;
  /** Share of the true output by which half, and nine of ten, are off at most. */
  median: number;
  nineOfTen: number;
  /** Estimated output of all of them ÷ their true output. */
  sum: number;
}

export function estimateErrors(corpus: string): EstimateErrors {
  const finished = readLogs([corpus])
    .sessions.flatMap(({ responses }) => responses)
    .filter(({ final, usage }) => final && usage.output > 0);
  const off = finished
    .map((response) => Math.abs(estimateOutput(response) - response.usage.output) / response.usage.output)
    .sort((a, b) => a - b);
  const at = (share: number): number => off[Math.floor((off.length - 1) * share)] ?? 0;
  const total = (of: (one: (typeof finished)[number]) => number): number =>
    finished.reduce((sum, one) => sum + of(one), 0);
  return {
    responses: finished.length,
    median: at(0.5),
    nineOfTen: at(0.9),
    sum: total(estimateOutput) / total(({ usage }) => usage.output),
  };
}
