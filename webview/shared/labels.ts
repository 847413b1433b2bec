/** What the charts decide about their labels and stacks. A file of its own, without chart.js: it can be tested without a page. */

/** Whether labels are those of before, or go on after them: then a part that somebody looks at is still the same part. */
export const goesOn = (before: readonly string[], now: readonly string[]): boolean =>
  before.length <= now.length && before.every((label, at) => label === now[at]);

/**
 * The stack a series stands in, as chart.js wants it; nothing: it stands alone. Scales must say nothing of stacks: what they say holds
 * for lines and bands too, and then a line is drawn at the sum of all.
 */
export const stackOf = (
  { kind, axis }: { kind: 'bar' | 'line' | 'point' | 'band'; axis?: 'left' | 'right' },
  beside: boolean,
): { stack?: string } => (kind === 'bar' && !beside ? { stack: axis ?? 'left' } : {});
