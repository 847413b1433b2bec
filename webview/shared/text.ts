/** Text from logs on a page. It is set as text, never as HTML; here it is made readable and bounded. */

import { bidiIsolated, visible } from '../../src/log/visible';

/** A session's name, made readable, cut after `limit` characters. */
export const sessionName = ({ name }: { name: string }, limit = 120): string => shown(name, limit);

/** Shows control and direction characters as `⟨U+202E⟩`, and cuts after `limit` characters. For a part of a text whose element sets the direction. */
export function readable(text: string, limit = 2000): string {
  const points = [...text];
  return visible(points.length > limit ? `${points.slice(0, limit).join('')}…` : text);
}

/** The same for a whole text: one line of it does not turn round the order of the words beside it. */
export function shown(text: string, limit = 2000): string {
  const line = readable(text, limit);
  return line.includes('\n') ? line : bidiIsolated(line);
}
