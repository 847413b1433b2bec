/**
 * Messages of people to a session that Claude Code wakes for a Claude Project or a chat. They are escaped, in an envelope of tags
 * (P18).
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

const unescapeEntity = (entity: string): string => {
  const code = Number(entity.slice(2, -1));
  return NAMED[entity] ?? (code <= 0x10_ff_ff ? String.fromCodePoint(code) : entity);
};

/** The words of people in an envelope, '' without any; null if the text is no envelope. */
export function wordsOfPeople(text: string): string | null {
  if (!ENVELOPE.test(text)) return null;
  // Bodies are escaped, so the tag cannot occur in them.
  const messages = text.split(/<message(?=\s)/).flatMap((part) => {
    const [, attributes, body] = MESSAGE.exec(part) ?? [];
    if (attributes === undefined || body === undefined) return [];
    return {
      person: attributes.includes(' from="human"'),
      trigger: attributes.includes(' trigger="true"'),
      words: body.replace(ENTITY, unescapeEntity).trim(),
    };
  });
  // The envelope also has earlier messages as context: only those that triggered it count, if any is marked.
  const hasTrigger = messages.some(({ trigger }) => trigger);
  return messages
    .filter(({ person, trigger }) => person && (trigger || !hasTrigger))
    .map(({ words }) => words)
    .filter(Boolean)
    .join('\n');
}
