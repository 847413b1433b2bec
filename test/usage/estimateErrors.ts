/** The error of estimated output on responses whose true output is in the log. */
import { readLogs } from '../../src/library/inspect';
import { estimateOutput } from '../../src/usage/estimate';

export interface EstimateErrors {
  responses: number;
  /** Median and 90th percentile of the error, as a share of the true output. */
  median: number;
  nineOfTen: number;
  /** Estimated output of all responses ÷ their true output. */
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
