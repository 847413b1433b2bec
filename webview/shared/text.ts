/** Text from logs on a page. It is set as text, never as HTML; here it is made readable and bounded. */

import { visible } from '../../src/log/visible';

/** A session's name, made readable, cut after `limit` characters. */
export const sessionName = ({ name }: { name: string }, limit = 120): string => shown(name, limit);

/** Control and direction characters shown as `⟨U+202E⟩`; cut after `limit` characters. */
export function shown(text: string, limit = 2000): string {
  const points = [...text];
  const cut = points.length > limit ? `${points.slice(0, limit).join('')}…` : text;
  return visible(cut);
}
