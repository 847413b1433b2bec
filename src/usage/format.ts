/** Money and counts as every face writes them. Pure, and the same in every locale. */

/** `$1.23`, `$0.0042` below a cent, `≥ $1.23` for a lower bound, `unpriced` when there is no price. */
export function formatCost(microUsd: number | null, { lowerBound }: { lowerBound: boolean }): string {
  if (microUsd === null) return 'unpriced';
  const dollars = microUsd / 1_000_000;
  const text = `$${grouped(dollars.toFixed(microUsd > 0 && dollars < 0.01 ? 4 : 2))}`;
  return lowerBound ? `≥ ${text}` : text;
}

/** `950`, `12.3K`, `4.56M`, `7.89B`. */
export function formatTokens(n: number): string {
  for (const [unit, size, digits] of UNITS) {
    if (n >= size) return `${(n / size).toFixed(digits)}${unit}`;
  }
  return String(Math.round(n));
}
const UNITS = [
  ['B', 1e9, 2],
  ['M', 1e6, 2],
  ['K', 1e3, 1],
] as const;

/** Thousands of the whole part in groups. */
const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+\.)/g, ',');
