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

/** For each value whether it, or the last one before it where there is none, is of few: a line goes on from there. */
export function ofFew(values: readonly (number | null)[], hollow: readonly boolean[]): boolean[] {
  let before = false;
  return values.map((value, at) => (before = value === null ? before : hollow[at] === true));
}

/** Decimals that are none, of a figure with what stands behind it: three zeros are thousands. */
const NO_DECIMALS = /[.,]0{1,2}(?=\D*$)/;

/** Figures along an axis: without decimals where none has any, `50M` in place of `50.0M`. */
export function tickTexts(texts: readonly string[]): string[] {
  const bare = texts.map((text) => text.replace(NO_DECIMALS, ''));
  return bare.some((text) => /\d[.,]\d{1,2}(?!\d)/.test(text)) ? [...texts] : bare;
}
