/**
 * Finds the complete records on a line that is not one record: behind a torn one, between NUL bytes, or joined together (P57). Works on
 * bytes, so that offsets are right whatever damage comes before. Takes time linear in the line.
 */

import { isObject, valueIn } from './json';

/** Part of a line, in bytes from its beginning. */
export interface Span {
  at: number;
  len: number;
}

export interface Recovered {
  /** Complete records, in order. */
  whole: (Span & { raw: Record<string, unknown> })[];
  /** Everything before, between and behind them, without blanks and byte order marks. */
  damage: Span[];
}

/** The complete records on a line, and everything else on it. */
export function recover(bytes: Buffer): Recovered {
  // One character per byte, so that offsets in the text are offsets in the file. JSON's own signs are the same in both.
  const text = bytes.toString('latin1');
  const whole: Recovered['whole'] = [];
  /** Up to here, there are only separators behind the last complete record. */
  let clear = skip(SEPARATORS, text, 0);
  const take = (at: number, end: number): void => {
    const raw = recordIn(bytes.toString('utf8', at, end));
    if (raw === null) return;
    if (':,['.includes(lastSolid(text, at) ?? ' ')) {
      // Where a value is possible, something is a record, and not a part of the torn one, only if it has the fields of a line …
      if (!standsForItself(raw)) return;
      // … and if it continues like a value, it is a part of the torn record in any case.
      if (at !== clear && ',}]'.includes(text[skip(EMPTY, text, end)] ?? ' ')) return;
    }
    whole.push({ at, len: end - at, raw });
    clear = skip(SEPARATORS, text, end);
  };
  for (let at = text.indexOf('{'); at !== -1;) {
    const { end, broken, closed } = readObject(text, at);
    if (end !== null) {
      take(at, end);
      at = text.indexOf('{', end);
    } else {
      // The line was torn where a value was expected: the next record then reads like that value.
      if (closed !== null && skip(BLANKS, text, closed.end) === broken) take(closed.at, closed.end);
      at = restart(text, at, broken);
    }
  }
  return { whole, damage: gaps(text, whole) };
}

/** Where the next record may begin after the JSON that began at `from` broke off at `broken`; -1: nowhere. */
function restart(text: string, from: number, broken: number): number {
  // A torn string includes the next record's brace and ends at its first quote.
  const brace = text.lastIndexOf('{', broken);
  if (brace > from && /^[ \t\r\n]*"?$/.test(text.slice(brace + 1, broken))) return brace;
  return text.indexOf('{', Math.max(broken, from + 1));
}

/** Control characters that some programs write into strings as they are. JSON has them there only as escapes. */
const RAW_CONTROLS = /[\x01-\x1f]/g;
const asEscape = (control: string): string => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`;

function recordIn(json: string): Record<string, unknown> | null {
  // Outside strings there are none but blanks, and hardly ever those.
  const value =
    valueIn(json) ??
    valueIn(json.replace(RAW_CONTROLS, asEscape)) ??
    valueIn(json.replace(RAW_CONTROLS, ' '));
  return isObject(value) && typeof value['type'] === 'string' ? value : null;
}

/** Fields that records of a line have, but not records inside them, such as a sub-agent's message in `progress`. */
const standsForItself = (raw: Record<string, unknown>): boolean =>
  typeof raw['sessionId'] === 'string' ||
  typeof raw['leafUuid'] === 'string' ||
  (typeof raw['messageId'] === 'string' && 'snapshot' in raw);

/** A byte order mark, as three bytes. */
const MARK = '\u00ef\u00bb\u00bf';
const BLANKS = /[ \t\r\n]*/y;
const EMPTY = new RegExp(`(?:[ \\t\\r\\n\\0]|${MARK})*`, 'y');
const SEPARATORS = new RegExp(`(?:[ \\t\\r\\n\\0,[\\]]|${MARK})*`, 'y');

/** The offset after what a sticky pattern matches at `from`; 0 if it does not match. */
function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  pattern.test(text);
  return pattern.lastIndex;
}

/** The last character before `end` that is not empty. */
function lastSolid(text: string, end: number): string | undefined {
  let at = end - 1;
  for (;;) {
    if (' \t\r\n\0'.includes(text[at] ?? '-')) at--;
    // With a negative index, `startsWith` would look at the beginning again, for ever.
    else if (at >= 2 && text.startsWith(MARK, at - 2)) at -= MARK.length;
    else return text[at];
  }
}

/** The parts of a line between its complete records, without surrounding blanks and byte order marks. */
function gaps(text: string, whole: readonly Span[]): Span[] {
  const damage: Span[] = [];
  let from = 0;
  for (const { at: end, len } of [...whole, { at: text.length, len: 0 }]) {
    while (from < end) {
      const start = skip(BLANKS, text, from);
      from = text.startsWith(MARK, start) ? start + MARK.length : start;
      if (from === start) break;
    }
    let last = end;
    while (last > from && ' \t\r\n'.includes(text[last - 1]!)) last--;
    if (last > from) damage.push({ at: from, len: last - from });
    from = end + len;
  }
  return damage;
}

interface Read {
  /** Offset after the object; null when it broke off. */
  end: number | null;
  /** Where it broke off. */
  broken: number;
  /** The object inside it that ended last. */
  closed: { at: number; end: number } | null;
}

const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Reads the JSON object that begins at `from`, without recursion, because a log can be nested to any depth. */
function readObject(text: string, from: number): Read {
  /** Offsets of the open objects and lists. */
  const open: number[] = [];
  let closed: Read['closed'] = null;
  /** What may come next. */
  let due: 'value' | 'key' | 'colon' | 'more' = 'value';
  /** An object or list may end here although something else is expected, if it is empty. */
  let empty = false;
  let at = from;
  for (;;) {
    at = skip(BLANKS, text, at);
    const char = text[at];
    const broken: Read = { end: null, broken: at, closed };
    if (char === undefined) return broken;
    const inObject = text[open.at(-1) ?? -1] === '{';
    if ((char === '}' || char === ']') && (due === 'more' || empty)) {
      if (inObject !== (char === '}')) return broken;
      const start = open.pop()!;
      at++;
      if (open.length === 0) return { end: at, broken: at, closed };
      if (char === '}') closed = { at: start, end: at };
      due = 'more';
      empty = false;
    } else if (due === 'more') {
      if (char !== ',') return broken;
      due = inObject ? 'key' : 'value';
      at++;
    } else if (due === 'colon') {
      if (char !== ':') return broken;
      due = 'value';
      at++;
    } else if (char === '"') {
      const string = endOfString(text, at);
      if (!string.whole) return { ...broken, broken: string.at };
      at = string.at;
      due = due === 'key' ? 'colon' : 'more';
      empty = false;
    } else if (due === 'key') return broken;
    else if (char === '{' || char === '[') {
      open.push(at++);
      due = char === '{' ? 'key' : 'value';
      empty = true;
    } else {
      const end = skip(WORD, text, at);
      if (end === 0) return broken;
      at = end;
      due = 'more';
      empty = false;
    }
  }
}

const ESCAPES = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;
/** The longest run of ordinary characters of a string, raw control characters included, except those that end a line or fill a hole. */
const ORDINARY = /[^"\\\0\r\n]*/y;

/** The offset after the string that begins at `from`, or where it broke off. */
function endOfString(text: string, from: number): { at: number; whole: boolean } {
  let at = from + 1;
  for (;;) {
    at = skip(ORDINARY, text, at);
    const char = text[at];
    if (char === '"') return { at: at + 1, whole: true };
    if (char !== '\\') return { at, whole: false };
    const escaped = skip(ESCAPES, text, at + 1);
    if (escaped === 0) return { at: brokenEscape(text, at + 1), whole: false };
    at = escaped;
  }
}

/** The offset where the escape that begins at `from` becomes invalid. */
function brokenEscape(text: string, from: number): number {
  if (text[from] !== 'u') return from;
  let at = from + 1;
  while (/[0-9a-fA-F]/.test(text[at] ?? '')) at++;
  return at;
}
