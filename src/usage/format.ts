/** Money and counts as every face writes them. Pure, and the same in every locale. */

/**
 * `$1.23`, `$0.0042` below a cent, `<$0.0001` for the least amounts (not zero), `≥ $1.23` for a lower bound,
 * `unpriced` when there is no price.
 */
export function formatCost(microUsd: number | null, { lowerBound }: { lowerBound: boolean }): string {
  if (microUsd === null) return 'unpriced';
  if (microUsd > 0 && microUsd < 50) return lowerBound ? '≥ $0.00' : '<$0.0001';
  const dollars = microUsd / 1_000_000;
  const text = `$${grouped(dollars.toFixed(microUsd > 0 && dollars < 0.01 ? 4 : 2))}`;
  return lowerBound ? `≥ ${text}` : text;
}

/** `950`, `12.3K`, `4.56M`, `7.89B`. */
export function formatTokens(n: number): string {
  for (const { unit, from, size, digits } of UNITS) {
    if (n >= from) return `${(n / size).toFixed(digits)}${unit}`;
  }
  return String(Math.round(n));
}
/** `from`: where the next smaller unit would round to a thousand of it. */
const UNITS = [
  { unit: 'B', from: 999_995_000, size: 1e9, digits: 2 },
  { unit: 'M', from: 999_950, size: 1e6, digits: 2 },
  { unit: 'K', from: 999.5, size: 1e3, digits: 1 },
] as const;

/** Thousands of the whole part in groups. */
const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+\.)/g, ',');
