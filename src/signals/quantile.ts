/**
 * The value below which the share `q` (0 to 1) of the ascending values lies, between neighbours by proportion
 * (codevigil's inclusive quantile). Null of nothing.
 */
export function quantile(ascending: ArrayLike<number>, q: number): number | null {
  const at = (ascending.length - 1) * q;
  const low = ascending[Math.floor(at)];
  const high = ascending[Math.ceil(at)];
  return low === undefined || high === undefined ? null : low + (high - low) * (at - Math.floor(at));
}

/** The middle value, or the mean of the two middle ones; null of nothing. */
export const median = (values: readonly number[]): number | null =>
  // Numbers are sorted as such here, without a call for each two.
  quantile(Float64Array.from(values).sort(), 0.5);
