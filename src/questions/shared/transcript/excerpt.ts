/** Cuts texts of a log for cards. */
import type { Excerpt } from './stepShape';

/** Multiple of the normal length of texts: more if a person asks for the rest, less in a run. */
export type Scale = number;

/** Characters of a text at scale 1: of its beginning, and of its end if it does not fit. */
export const PROSE = { head: 24_000, tail: 0 };
export const OUTPUT = { head: 3_000, tail: 3_000 };
/** Cuts a text, never inside a surrogate pair. */
export function excerpt(text: string, most: { head: number; tail: number }, scale: Scale): Excerpt {
  const [head, tail] = [Math.ceil(most.head * scale), Math.ceil(most.tail * scale)];
  let lines = text === '' ? 0 : 1;
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) lines++;
  const whole = text.length <= head + tail;
  return {
    text: (whole ? text : text.slice(0, head)).toWellFormed(),
    tail: whole || tail === 0 ? '' : text.slice(-tail).toWellFormed(),
    chars: text.length,
    lines,
  };
}

export const NO_TEXT: Excerpt = { text: '', tail: '', chars: 0, lines: 0 };
