/** Figures of a metric, and what they are called. */
import type { TrendMetric } from '../../src/questions/shared/dashboard/metricWords';
import { signals } from '../../src/signals/registry';
import { formatCost, formatMetric } from '../../src/usage/format';
import { localize, t } from './l10n';

/** A value as the reports write it; `≥` before a lower bound. */
export function value(
  n: number | null,
  { unit }: Pick<TrendMetric, 'unit'>,
  { lowerBound } = { lowerBound: false },
): string {
  if (n === null) return '–';
  if (unit === 'microUsd') return formatCost(Math.round(n), { lowerBound });
  return `${lowerBound ? '≥ ' : ''}${formatMetric(n, unit)}`;
}

const SIGNALS = new Map(signals.map((one) => [one.name, one]));

/** What a figure is called at the head of its values, with what they are counted by. */
export function headOf({ name, title }: Pick<TrendMetric, 'name' | 'title'>): string {
  const per = SIGNALS.get(name)?.per;
  return per === undefined ? localize(title) : t('{0} ({1})', localize(title), localize(per));
}

/** What a figure is called where it stands alone: usage is that of one session then, if it is no total. */
export const metricTitle = ({ name, title, total = false }: TrendMetric & { total?: boolean }): string =>
  total || SIGNALS.has(name) ? headOf({ name, title }) : t('{0} per session', localize(title));

/** What a figure is about, as lists group it. */
export function kindOf({
  name,
  unit,
  experimental,
}: Pick<TrendMetric, 'name' | 'unit' | 'experimental'>): 'money' | 'work' | 'quality' | 'experimental' {
  if (experimental) return 'experimental';
  if (unit === 'microUsd' || unit === 'tokens' || name === 'cache_hit_share') return 'money';
  return SIGNALS.has(name) && name !== 'prompts' ? 'quality' : 'work';
}

/** Why amounts of a page are lower bounds, once; '' where none is. */
export const atLeast = (isBound: boolean): string =>
  isBound ? t('Amounts are at least this much: some of it has no price, or its output was not logged.') : '';
