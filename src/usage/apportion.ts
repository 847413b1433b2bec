/**
 * Splits a whole number in proportion to weights, so that the parts add up to it (largest remainder method; of equal remainders the
 * earlier first). If all weights are 0, the parts are equal.
 */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const due = weights.map((weight) => (sum > 0 ? (total * weight) / sum : total / weights.length));
  const parts = due.map(Math.floor);
  const order = due.map((_, i) => i).sort((a, b) => due[b]! - parts[b]! - (due[a]! - parts[a]!) || a - b);
  let left = Math.round(total) - parts.reduce((a, b) => a + b, 0);
  for (const i of order) {
    if (left <= 0) break;
    parts[i]!++;
    left--;
  }
  return parts;
}
