/**
 * Characters nobody sees, or that turn round what stands beside them: control characters, those without a width, those of direction,
 * and tags. Tab and line feed are not among them.
 */
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

const named = (c: string): string =>
  `⟨U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** Text from a log with its hidden characters shown, as `⟨U+202E⟩` or as `show` says: what is on the screen is what is there. */
export const visible = (text: string, show = named): string => text.replace(HIDDEN, (c) => show(c));
