/**
 * What was pasted into a prompt. Since 2.1.277, Claude Code encloses it in tags with an id, even if it is the whole prompt: many programs
 * type prompts into the terminal as a paste (P19).
 */

/** A text without those tags. */
export interface Unpacked {
  text: string;
  /** The same length: what the person wrote around the pasted parts, which are blanks. Only if both are there. */
  own?: string;
}

const TAG = /<(\/?)pasted_content id="([\w-]{1,64})">/g;

/** Removes the tags of pasted parts. Tags that do not belong together stay. */
export function unpack(text: string): Unpacked {
  if (!text.includes('<pasted_content')) return { text };
  let unpacked = '';
  let own = '';
  let from = 0;
  let open: { id: string; at: number; end: number } | null = null;
  for (const { index, 0: tag, 1: closes, 2: id } of text.matchAll(TAG)) {
    if (closes === '') open ??= { id: id!, at: index, end: index + tag.length };
    else if (open !== null && open.id === id) {
      const around = text.slice(from, open.at);
      const body = text.slice(open.end, index).replace(/^\n/, '').replace(/\n$/, '');
      unpacked += around + body;
      own += around + body.replace(/[^\n]/g, ' ');
      from = index + tag.length;
      open = null;
    }
  }
  unpacked += text.slice(from);
  own += text.slice(from);
  const whole = unpacked.trim();
  const start = unpacked.length - unpacked.trimStart().length;
  const around = own.slice(start, start + whole.length);
  return around.trim() === '' || around === whole ? { text: whole } : { text: whole, own: around };
}
