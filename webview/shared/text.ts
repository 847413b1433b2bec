/** Text from logs on a page. It is set as text, never as HTML; here it is made readable and bounded. */

/** What a session is called: its title, else the beginning of its id. Made readable, cut after `limit` characters. */
export const sessionName = ({ title, id }: { title: string | null; id: string }, limit = 120): string =>
  shown(title ?? `Session ${id.slice(0, 8)}`, limit);

const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Control and direction characters shown as `⟨U+202E⟩`; cut after `limit` characters. */
export function shown(text: string, limit = 2000): string {
  const points = [...text];
  const cut = points.length > limit ? `${points.slice(0, limit).join('')}…` : text;
  return cut.replace(UNSEEN, (c) => `⟨U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}
