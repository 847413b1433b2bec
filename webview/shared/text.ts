/** Text from logs on a page. It is set as text, never as HTML; here it is made readable and bounded. */

import { isolated, visible } from '../../src/log/visible';

/** A session's name, made readable, cut after `limit` characters. */
export const sessionName = ({ name }: { name: string }, limit = 120): string => shown(name, limit);

/** Control and direction characters shown as `⟨U+202E⟩`; cut after `limit` characters. A piece of a text that has its own direction. */
export function readable(text: string, limit = 2000): string {
  const points = [...text];
  return visible(points.length > limit ? `${points.slice(0, limit).join('')}…` : text);
}

/** The same of a whole text. On one line it has a direction of its own, whatever stands beside it. */
export function shown(text: string, limit = 2000): string {
  const line = readable(text, limit);
  return line.includes('\n') ? line : isolated(line);
}
