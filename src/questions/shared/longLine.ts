/**
 * Looks for a text in what a line says that is too long to be parsed: its strings are taken out of the JSON piece by piece, in memory that
 * does not grow with them. Pure.
 */

/** Characters given before and after a text that was found. */
const AROUND = 600;
/** Keys are known again by their beginning; levels beyond so many are not told apart. */
const KEY_CHARS = 64;
const MOST_DEEP = 64;

/** Fields of a block that are shown. */
const SHOWN = new Set(['text', 'thinking', 'content', 'name']);

interface Level {
  array: boolean;
  /** Of an object: the key whose value comes, and whether a key comes next. */
  key: string;
  atKey: boolean;
}

/** Whether a string there is what somebody said or a tool was given or gave (`saidBy` reads the same fields of shorter lines). */
function isSaid(levels: readonly Level[]): boolean {
  const keys = levels.flatMap(({ array, key }) => (array ? [] : [key]));
  const from =
    keys[0] === 'content' ? 1 : /^(?:message,content|attachment,prompt)(?:,|$)/.test(keys.join()) ? 2 : null;
  if (from === null) return false;
  const field = keys[from];
  if (field === undefined || field === 'input') return true;
  return SHOWN.has(field) && (keys.length === from + 1 || keys.at(-1) === 'text');
}

/** Finds the first place that says `wanted`, whatever its case. */
export class LongLine {
  /** The place with what stands around it; null until it was found. */
  found: string | null = null;
  private readonly wanted: string;
  private readonly levels: Level[] = [];
  private deeper = 0;
  private string: 'none' | 'key' | 'said' | 'other' = 'none';
  private key = '';
  /** Begin of an escape that goes on in the next piece. */
  private rest = '';
  /** The last decoded characters of the string: a text may lie over two pieces. */
  private before = '';

  constructor(wanted: string) {
    this.wanted = wanted.toLowerCase();
  }

  push(piece: string): void {
    const text = this.rest + piece;
    this.rest = '';
    for (let at = 0; at < text.length && this.found === null;)
      at = this.string === 'none' ? this.between(text, at) : this.within(text, at);
  }

  /** Reads on outside of strings. */
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

  /** Reads on in a string: to its end, or as far as the piece goes. */
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
    const at = text.toLowerCase().indexOf(this.wanted);
    if (at !== -1) this.found = text.slice(Math.max(0, at - AROUND), at + this.wanted.length + AROUND);
    this.before = text.slice(-(AROUND + this.wanted.length));
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
