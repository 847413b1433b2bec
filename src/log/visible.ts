/** Scripts that use joiners inside words, and emoji, which are joined from parts. */
const JOINED =
  [
    'Arab',
    'Syrc',
    'Deva',
    'Beng',
    'Guru',
    'Gujr',
    'Orya',
    'Taml',
    'Telu',
    'Knda',
    'Mlym',
    'Sinh',
    'Tibt',
    'Mymr',
    'Khmr',
    'Mong',
  ]
    .map((script) => String.raw`\p{scx=${script}}`)
    .join('') + String.raw`\p{Extended_Pictographic}\p{Emoji_Modifier}\u{fe0f}`;
/** A joiner where it belongs. */
const JOINER = String.raw`(?<=[${JOINED}])[\u{200c}\u{200d}](?=[${JOINED}\u{2640}\u{2642}\u{2695}])`;

/**
 * Characters that are invisible, or reverse the text beside them: control characters, those that Unicode says may be ignored (zero-width,
 * direction, fillers, tags), and line separators. Not included: tab, line feed, emoji selectors, and joiners inside words and emoji.
 */
const HIDDEN = new RegExp(
  String.raw`(?![\t\n]|[\u{fe00}-\u{fe0f}]|${JOINER})[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u{fff9}-\u{fffb}]`,
  'gu',
);

const named = (c: string): string =>
  `⟨U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** Text from a log with hidden characters made visible, as `⟨U+202E⟩` or as `show` returns, so that the screen shows what is there. */
export const visible = (text: string, show = named): string => text.replace(HIDDEN, (c) => show(c));

/** Scripts that are written from right to left. */
const FROM_THE_RIGHT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A name that can stand beside other words: without marks, one that is written from right to left would turn round their order. */
export const bidiIsolated = (name: string): string =>
  FROM_THE_RIGHT.test(name) ? `\u2068${name}\u2069` : name;

/** The same on one line: a line break in a title or file name does not start a new line. */
export const oneLine = (text: string): string => visible(text.replace(/[\t\n\v\f\r]+/g, ' '));

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as HTML, also within an attribute. */
export const inHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);

/** JSON with hidden characters as `\u` escapes: the same value for a program, and nothing that controls a terminal. */
export const escaped = (json: string): string =>
  visible(json, (c) =>
    c
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );

/** The text up to `limit` characters with hidden ones shown, with an ellipsis when cut; never half a surrogate pair. */
export function clip(text: string, limit: number): string {
  // One more than `limit` surrogate pairs take, to recognise a longer text.
  const chars = Array.from(text.slice(0, limit * 2 + 1));
  return visible(chars.length > limit ? `${chars.slice(0, limit - 1).join('')}…` : text);
}

/** The name of a session, cut; what was typed keeps its quotation mark. */
export function clipName(name: string, limit: number): string {
  const cut = clip(name, limit);
  const open = cut.startsWith('“') && cut.endsWith('…');
  return open ? `${cut.slice(0, -1).trimEnd()}…”` : cut.replace(/\s+…$/, '…');
}
