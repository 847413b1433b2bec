/**
 * What people wrote to a session that Claude Code wakes for a Claude Project or a chat: their messages stand, with
 * escaped signs, in an envelope of tags (P18).
 */
const ENVELOPE =
  /^(?:<session-context nonce="([^"<>]{1,100})">[^]*?<\/session-context nonce="\1">\s*)?<wake[\s>]/;
const MESSAGE = /^([^<>]*)>([^]*?)<\/message>/;
const ENTITY = /&(?:amp|lt|gt|quot|apos|#\d{1,7});/g;
const NAMED: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

const sign = (entity: string): string => {
  const code = Number(entity.slice(2, -1));
  return NAMED[entity] ?? (code <= 0x10_ff_ff ? String.fromCodePoint(code) : entity);
};

/** The words of people in an envelope, '' when it holds none; null when the text is no envelope. */
export function wokenBy(text: string): string | null {
  if (!ENVELOPE.test(text)) return null;
  // Bodies are escaped, so the tag stands nowhere else.
  const messages = text.split(/<message(?=\s)/).flatMap((part) => {
    const [, attributes, body] = MESSAGE.exec(part) ?? [];
    if (attributes === undefined || body === undefined) return [];
    return {
      person: attributes.includes(' from="human"'),
      trigger: attributes.includes(' trigger="true"'),
      words: body.replace(ENTITY, sign).trim(),
    };
  });
  // Beside the message that wakes stand those before it, as context.
  const some = messages.some(({ trigger }) => trigger);
  return messages
    .filter(({ person, trigger }) => person && (trigger || !some))
    .map(({ words }) => words)
    .filter((words) => words !== '')
    .join('\n');
}
