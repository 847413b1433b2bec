/**
 * Splits a whole number among shares in proportion to their weights so that the parts add up to it: each gets the whole part of
 * what it is due, what is left goes to the largest remainders, the earlier first. Without any weight all are equal.
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
