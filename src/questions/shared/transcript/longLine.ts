/**
 * Searches a text in a line that is too long to parse: its JSON is scanned in pieces, with a fixed amount of memory. Pure.
 */

/** Keys are compared by their beginning; deeper levels are ignored. */
const KEY_CHARS = 64;
const MOST_DEEP = 64;

/** Fields of a block that are shown. */
const SHOWN = new Set(['text', 'thinking', 'content', 'name']);

interface Level {
  array: boolean;
  /** In an object: the current key, and whether a key comes next. */
  key: string;
  atKey: boolean;
}

/** True for a string that is shown: texts, and input and results of tools (for shorter lines, `spokenItems` reads the same fields). */
function isSaid(levels: readonly Level[]): boolean {
  const keys = levels.flatMap(({ array, key }) => (array ? [] : [key]));
  const from =
    keys[0] === 'content' ? 1 : /^(?:message,content|attachment,prompt)(?:,|$)/.test(keys.join()) ? 2 : null;
  if (from === null) return false;
  const field = keys[from];
  if (field === undefined || field === 'input') return true;
  return SHOWN.has(field) && (keys.length === from + 1 || keys.at(-1) === 'text');
}

/** Finds the first occurrence of `wanted`, ignoring case. */
export class LongLine {
  found = false;
  private readonly wanted: string;
  private readonly levels: Level[] = [];
  private deeper = 0;
  private string: 'none' | 'key' | 'said' | 'other' = 'none';
  private key = '';
  /** The beginning of an escape that continues in the next piece. */
  private rest = '';
  /** The last decoded characters of the string, because a text may span two pieces. */
  private before = '';

  constructor(wanted: string) {
    this.wanted = wanted.toLowerCase();
  }

  push(piece: string): void {
    const text = this.rest + piece;
    this.rest = '';
    for (let at = 0; at < text.length && !this.found;)
      at = this.string === 'none' ? this.between(text, at) : this.within(text, at);
  }

  /** Scans outside strings. */
  private between(text: string, from: number): number {
    MARK.lastIndex = from;
    const at = MARK.exec(text)?.index;
    if (at === undefined) return text.length;
    const top = this.levels.at(-1);
    switch (text[at]) {
      case '"':
        this.before = this.key = '';
        this.string =
          this.deeper === 0 && top?.array === false && top.atKey
            ? 'key'
            : isSaid(this.levels)
              ? 'said'
              : 'other';
        break;
      case '{':
      case '[':
        if (this.levels.length < MOST_DEEP)
          this.levels.push({ array: text[at] === '[', key: '', atKey: true });
        else this.deeper++;
        break;
      case '}':
      case ']':
        if (this.deeper > 0) this.deeper--;
        else this.levels.pop();
        break;
      default:
        if (top !== undefined && this.deeper === 0) top.atKey = true;
    }
    return at + 1;
  }

  /** Scans a string to its end, or to the end of the piece. */
  private within(text: string, from: number): number {
    QUOTE_OR_ESCAPE.lastIndex = from;
    for (;;) {
      const at = QUOTE_OR_ESCAPE.exec(text)?.index ?? text.length;
      const ends = text[at] === '"';
      const next = at + (ends ? 1 : text[at + 1] === 'u' ? 6 : 2);
      if (at < text.length && !ends && next <= text.length) {
        QUOTE_OR_ESCAPE.lastIndex = next;
        continue;
      }
      this.take(text.slice(from, at));
      if (ends) this.endString();
      else this.rest = text.slice(at);
      return ends ? next : text.length;
    }
  }

  private take(raw: string): void {
    if (this.string === 'key') this.key += raw.slice(0, KEY_CHARS - this.key.length);
    if (this.string !== 'said') return;
    const text = this.before + decoded(raw);
    if (text.toLowerCase().includes(this.wanted)) this.found = true;
    this.before = text.slice(-this.wanted.length);
  }

  private endString(): void {
    const top = this.levels.at(-1);
    if (this.string === 'key' && top !== undefined) Object.assign(top, { key: this.key, atKey: false });
    this.string = 'none';
  }
}

const MARK = /["{}[\],]/g;
const QUOTE_OR_ESCAPE = /["\\]/g;

function decoded(raw: string): string {
  if (!raw.includes('\\')) return raw;
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw;
  }
}
