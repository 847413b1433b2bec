/** Formats money, counts and shares for every surface, in its language (`l10n/locale.ts`); for the engine and the terminal in English. */
import { inDecimals, inGroups } from '../l10n/locale';
import { inLocale, t } from '../l10n/texts';

/**
 * `$1.23`, `$0.0042` below a cent, `<$0.0001` for smaller amounts that are not zero, `≥ $1.23` for a lower bound, `unpriced` for null.
 * A negative difference has the minus before the dollar sign: `−$0.0042`.
 */
export function formatCost(microUsd: number | null, { lowerBound }: { lowerBound: boolean }): string {
  if (microUsd === null) return t('unpriced');
  if (microUsd < 0) return `${lowerBound ? '≥ ' : ''}−${formatCost(-microUsd, { lowerBound: false })}`;
  if (microUsd > 0 && microUsd < 50) return inLocale(lowerBound ? '≥ $0.00' : '<$0.0001');
  const dollars = microUsd / 1_000_000;
  const text = inLocale(`$${inDecimals(dollars, microUsd > 0 && dollars < 0.01 ? 4 : 2)}`);
  return lowerBound ? `≥ ${text}` : text;
}

export interface Cost {
  /** Micro-dollars; null if nothing is priced. */
  costMicroUsd: number | null;
  lowerBound: boolean;
  unpriced: readonly string[];
  /** Conditions of requests without a known price (P66). */
  conditions?: readonly string[];
}

/**
 * A cost that shows what it leaves out: `≥ $1.20` if some requests have no final usage or a condition without a known price, and the word
 * "unpriced" for models without a price (law 1: unknown is never zero). '' without any request.
 */
export function costText(cost: Cost): string {
  const unpriced = cost.unpriced.length > 0;
  if (cost.costMicroUsd === null) return unpriced ? t('unpriced') : '';
  const lowerBound = cost.lowerBound || (cost.conditions?.length ?? 0) > 0;
  const sum = formatCost(cost.costMicroUsd, { lowerBound });
  return unpriced ? t('{0} + unpriced', sum) : sum;
}

/** True if the cost of a session is a lower bound: a final usage, or the price of a model or condition, is missing. */
export const isAtLeast = ({
  lowerBound,
  unpriced,
  conditions,
}: {
  lowerBound: boolean;
  unpriced: readonly unknown[];
  conditions: readonly unknown[];
}): boolean => lowerBound || unpriced.length > 0 || conditions.length > 0;

/** Tokens with three significant digits: `950`, `4.56K`, `12.3K`, `567K`, `5.67M`, `7.89B`; negative differences as `−12.3K`. */
export function formatTokens(n: number): string {
  if (n < 0) return `−${formatTokens(-n)}`;
  for (const { unit, size } of UNITS) {
    // From here on, the next smaller unit would round to 1,000.
    if (n >= 0.9995 * size) return inLocale(`${inThreeFigures(n / size)}${unit}`);
  }
  return String(Math.round(n));
}
const UNITS = [
  { unit: 'B', size: 1e9 },
  { unit: 'M', size: 1e6 },
  { unit: 'K', size: 1e3 },
] as const;
const inThreeFigures = (n: number): string => (n < 999.5 ? n.toPrecision(3) : inGroups(Math.round(n)));

/**
 * A share in per cent, to the nearest: `47 %`, `2.6 %` with one decimal below ten, `< 0.1 %` of what is not nothing. 99.6 % is not
 * 100 % (P35): there it is rounded down. `–` of nothing.
 */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (100 * part) / whole;
  if (percent === 0) return inLocale('0 %');
  if (percent < 0) return `−${formatShare(-part, whole)}`;
  const tenths = percent.toFixed(1);
  if (tenths === '0.0') return inLocale('< 0.1 %');
  if (Number(tenths) < 10) return inLocale(`${tenths} %`);
  const nearest = Math.round(percent);
  return inLocale(`${percent < 100 ? Math.min(nearest, 99) : nearest} %`);
}

type MetricUnit = 'microUsd' | 'tokens' | 'share' | 'minutes' | 'number';

/** True if these values are all whole, so they are counts, not means or rates. */
export const isCount = (unit: MetricUnit, ...values: readonly (number | null)[]): boolean =>
  unit === 'number' && values.every((value) => Number.isInteger(value ?? 0));

/** A value of a metric: `$1.20`, `12.3K`, `47 %`, `7.5 min`, `2.50`; counts and numbers from 100 on without decimals. */
export function formatMetric(value: number, unit: MetricUnit, count = false): string {
  switch (unit) {
    case 'microUsd':
      return formatCost(Math.round(value), { lowerBound: false });
    case 'tokens':
      return formatTokens(value);
    case 'share':
      return formatShare(value, 1);
    case 'minutes':
      return t('{0} min', inLocale(decimals(value, 1)));
    case 'number':
      return inLocale(decimals(value, count || Math.abs(value) >= 100 ? 0 : 2));
  }
}

/** A difference of two values of a metric, with its sign. */
export const formatDifference = (delta: number, unit: MetricUnit, count = false): string =>
  `${delta > 0 ? '+' : delta < 0 ? '−' : ''}${formatMetric(Math.abs(delta), unit, count)}`;

/** A number with so many decimals. Negative numbers have a minus, unless they round to zero. */
function decimals(value: number, digits: number): string {
  const text = digits === 0 ? inGroups(Math.round(Math.abs(value))) : inDecimals(Math.abs(value), digits);
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** An amount in whole dollars, for small spaces: `$27`, `<$1`. */
export function formatDollars(microUsd: number): string {
  const dollars = Math.round(microUsd / 1_000_000);
  return inLocale(dollars === 0 ? '<$1' : `$${inGroups(dollars)}`);
}

/** A budget, without cents if it is a whole number: `$60`, `$0.50`. */
export const formatBudget = (usd: number): string =>
  Number.isInteger(usd) ? formatDollars(usd * 1_000_000) : formatCost(usd * 1_000_000, { lowerBound: false });

/** A span of time (ms), rounded down to minutes: `7 min`, `3 h 05 min`; from 48 hours on in days: `2 d 4 h`. */
export function formatSpan(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return t('{0} s', seconds);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t('{0} min', minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return t('{0} h {1} min', hours, String(minutes % 60).padStart(2, '0'));
  return t('{0} d {1} h', Math.floor(hours / 24), hours % 24);
}

/** Bytes: `512 bytes`, `12.3 KB`, `4.56 MB`, `7.89 GB`; a KB is 1,000 bytes. */
export const formatSize = (bytes: number): string => {
  for (const { name, size } of SIZES)
    // From here on, the next smaller unit would round to 1,000.
    if (bytes >= 0.99995 * size)
      return inLocale(`${(bytes / size).toFixed(bytes < 10 * size ? 2 : 1)} ${name}`);
  return t('{0} bytes', bytes);
};
const SIZES = [
  { name: 'GB', size: 1e9 },
  { name: 'MB', size: 1e6 },
  { name: 'KB', size: 1e3 },
];
