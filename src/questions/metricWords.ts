import type { Metric } from '../analysis/metrics';
import type { TrendMetric } from './dashboardData';

/** What is said of a metric. */
export const wordsOf = ({ name, title, unit, worse, experimental }: Metric): TrendMetric => ({
  name,
  title,
  unit,
  worse,
  experimental,
});
