/** Text from logs on a page. It is set as text, never as HTML; here it is made readable and bounded. */

import { visible } from '../../src/log/visible';

/** What a session is called: its title, else the beginning of its id. Made readable, cut after `limit` characters. */
export const sessionName = ({ title, id }: { title: string | null; id: string }, limit = 120): string =>
  shown(title ?? `Session ${id.slice(0, 8)}`, limit);

/** Control and direction characters shown as `⟨U+202E⟩`; cut after `limit` characters. */
export function shown(text: string, limit = 2000): string {
  const points = [...text];
  const cut = points.length > limit ? `${points.slice(0, limit).join('')}…` : text;
  return visible(cut);
}
