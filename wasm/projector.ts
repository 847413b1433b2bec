/**
 * AssemblyScript, compiled by scripts/make/projector.mjs. Checks one line of a log by the whole grammar of JSON in one pass, and
 * writes of it what a table of keys asks for: the line with parts left out, byte for byte. What it is not sure of it does not
 * write: the caller reads the line as a whole then. How it is used: src/log/projector.ts; the table: src/log/projection.ts.
 *
 * Every line ends with a newline in memory. Inside a string it is a character that may not be, and outside no value begins with
 * it, so nothing is read beyond it but by a look at the next 48 bytes, which the memory has.
 */

/** What becomes of a value, as its key says in the table. */
const KEEP: u32 = 1;
/** An object is written by another part of the table, and so are the objects in a list; what is neither is kept. */
const INSIDE: u32 = 2;

/** Layout of a part of the table: its mask and whether keys it has not are named, then its entries … */
const HEAD: usize = 16;
/** … which are a key's length (0: no entry), what becomes of its value, the part for what is inside, and 32 bytes of the key. */
const ENTRY: usize = 48;
const LONGEST_KEY: u32 = 32;

/** Levels of objects and lists that are followed. */
const DEEPEST: i32 = 60;

const QUOTE: u32 = 0x22;
const COMMA: u32 = 0x2c;
const COLON: u32 = 0x3a;
const BRACKET: u32 = 0x5b;
const BACKSLASH: u32 = 0x5c;
const BRACKET_END: u32 = 0x5d;
const BRACE: u32 = 0x7b;
const BRACE_END: u32 = 0x7d;

/** Where the table begins: the places of its parts, then these. */
let table: usize = 0;
/** Where the next byte is written. */
let out: usize = 0;
/** What is kept from here on has not been written yet. */
let run: usize = 0;
let depth: i32 = 0;

/** Says where the table lies. */
export function setup(at: usize): void {
  table = at;
}

/** Writes what is asked for of the line at `line` to `to`. The place behind what was written; 0 when the line is not sure. */
export function project(line: usize, to: usize): usize {
  if (<u32>load<u8>(line) != BRACE) return 0;
  out = to;
  run = line;
  depth = 0;
  const end = object(line, 0);
  if (end == 0 || load<u8>(space(end)) != 0x0a) return 0;
  flush(end);
  return out;
}

/** Writes what is kept up to `end`. */
function flush(end: usize): void {
  let from = run;
  let to = out;
  const length = end - from;
  if (length > 256) memory.copy(to, from, length);
  else {
    while (from < end) {
      v128.store(to, v128.load(from));
      from += 16;
      to += 16;
    }
  }
  out += length;
  run = end;
}

function write(byte: u32): void {
  store<u8>(out, byte);
  out++;
}

/** The place behind blanks. A newline is none here. */
function space(p: usize): usize {
  let c = <u32>load<u8>(p);
  while (c == 0x20 || c == 0x09 || c == 0x0d) {
    p++;
    c = <u32>load<u8>(p);
  }
  return p;
}

/** A bit for each of 16 bytes that ends a run of ordinary characters of a string. */
function special(bytes: v128): i32 {
  return i8x16.bitmask(
    v128.or(
      v128.or(i8x16.eq(bytes, i8x16.splat(<i8>QUOTE)), i8x16.eq(bytes, i8x16.splat(<i8>BACKSLASH))),
      i8x16.lt_u(bytes, i8x16.splat(0x20)),
    ),
  );
}

/** The place of the quotation mark that ends the string whose first character is at `p`; 0 when it is none. */
function stringEnd(p: usize): usize {
  while (true) {
    const found = special(v128.load(p));
    if (found == 0) {
      p += 16;
      continue;
    }
    p += <usize>ctz(found);
    const c = <u32>load<u8>(p);
    if (c == QUOTE) return p;
    if (c != BACKSLASH) return 0;
    const length = escapeLength(p);
    if (length == 0) return 0;
    p += length;
  }
  return 0;
}

/** Bytes of the escape that begins at `p`; 0 when it is none. */
function escapeLength(p: usize): usize {
  switch (<u32>load<u8>(p + 1)) {
    case 0x22: // "
    case 0x2f: // /
    case 0x5c: // \
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return 2;
    case 0x75: // u
      return isHex(p + 2) && isHex(p + 3) && isHex(p + 4) && isHex(p + 5) ? 6 : 0;
    default:
      return 0;
  }
}

function isHex(p: usize): bool {
  const c = <u32>load<u8>(p);
  return c - 0x30 < 10 || (c | 0x20) - 0x61 < 6;
}

function isDigit(p: usize): bool {
  return <u32>load<u8>(p) - 0x30 < 10;
}

function digits(p: usize): usize {
  while (isDigit(p)) p++;
  return p;
}

/** The place behind a number, `true`, `false` or `null`; 0 when it is none of them. */
function wordEnd(p: usize): usize {
  const c = <u32>load<u8>(p);
  if (c == 0x74) return load<u32>(p) == 0x65757274 ? p + 4 : 0;
  if (c == 0x66) return load<u32>(p + 1) == 0x65736c61 ? p + 5 : 0;
  if (c == 0x6e) return load<u32>(p) == 0x6c6c756e ? p + 4 : 0;
  if (c == 0x2d) p++;
  if (!isDigit(p)) return 0;
  p = <u32>load<u8>(p) == 0x30 ? p + 1 : digits(p);
  if (<u32>load<u8>(p) == 0x2e) {
    if (!isDigit(p + 1)) return 0;
    p = digits(p + 1);
  }
  if ((<u32>load<u8>(p) | 0x20) == 0x65) {
    p++;
    const sign = <u32>load<u8>(p);
    if (sign == 0x2b || sign == 0x2d) p++;
    if (!isDigit(p)) return 0;
    p = digits(p);
  }
  return p;
}

/** The value behind a key that ends at `p`; 0 when none is due there. */
function valueAt(p: usize): usize {
  p = space(p + 1);
  return <u32>load<u8>(p) == COLON ? space(p + 1) : 0;
}

/** The place behind the value at `p`, whatever it is; 0 when it is none. Without recursion: most of a line goes this way. */
function valueEnd(p: usize): usize {
  /** A bit for each object or list that is open, the innermost last: 1 for an object. */
  let open: u64 = 0;
  let levels: i32 = 0;
  while (true) {
    const c = <u32>load<u8>(p);
    if (c == QUOTE) {
      p = stringEnd(p + 1);
      if (p == 0) return 0;
      p++;
    } else if (c == BRACE || c == BRACKET) {
      const isObject = c == BRACE;
      p = space(p + 1);
      if (<u32>load<u8>(p) == (isObject ? BRACE_END : BRACKET_END)) p++;
      else {
        levels++;
        if (levels > DEEPEST) return 0;
        open = (open << 1) | <u64>isObject;
        if (isObject) {
          p = keyEnd(p);
          if (p == 0) return 0;
        }
        continue;
      }
    } else {
      p = wordEnd(p);
      if (p == 0) return 0;
    }
    // The value has ended, and with it whatever ends behind it.
    while (true) {
      if (levels == 0) return p;
      p = space(p);
      const inObject = (open & 1) == 1;
      const next = <u32>load<u8>(p);
      p++;
      if (next == COMMA) {
        p = space(p);
        if (inObject) {
          p = keyEnd(p);
          if (p == 0) return 0;
        }
        break;
      }
      if (next != (inObject ? BRACE_END : BRACKET_END)) return 0;
      levels--;
      open >>= 1;
    }
  }
  return 0;
}

/** The value of the key at `p`, of whatever it is; 0 when there is none. */
function keyEnd(p: usize): usize {
  if (<u32>load<u8>(p) != QUOTE) return 0;
  p = stringEnd(p + 1);
  return p == 0 ? 0 : valueAt(p);
}

/** The place behind the value at `p`, written by a part of the table where it is an object or a list of such. */
function inside(p: usize, part: u32): usize {
  const c = <u32>load<u8>(p);
  if (c == BRACE) return object(p, part);
  return c == BRACKET ? list(p, part) : valueEnd(p);
}

function list(p: usize, part: u32): usize {
  p = space(p + 1);
  if (<u32>load<u8>(p) == BRACKET_END) return p + 1;
  depth++;
  if (depth > DEEPEST) return 0;
  while (true) {
    p = <u32>load<u8>(p) == BRACE ? object(p, part) : valueEnd(p);
    if (p == 0) return 0;
    p = space(p);
    const c = <u32>load<u8>(p);
    p++;
    if (c == BRACKET_END) {
      depth--;
      return p;
    }
    if (c != COMMA) return 0;
    p = space(p);
  }
  return 0;
}

/** The end of a key without escapes: with one it may be any key. 0 when it is not sure. */
function plainEnd(p: usize): usize {
  while (true) {
    const found = special(v128.load(p));
    if (found != 0) {
      p += <usize>ctz(found);
      return <u32>load<u8>(p) == QUOTE ? p : 0;
    }
    p += 16;
  }
  return 0;
}

/** Where the search for a key of a part of the table begins: `hashOf` of src/log/projection.ts is the same. */
function hashOf(key: usize, length: u32): u32 {
  let mixed: u32 = length;
  if (length >= 4) {
    mixed ^= load<u32>(key);
    mixed ^= rotl<u32>(load<u32>(key + <usize>length - 4), 13);
    mixed ^= rotl<u32>(load<u32>(key + (<usize>length >> 1) - 2), 22);
  } else if (length > 0) {
    mixed ^= ((<u32>load<u8>(key)) << 16) | ((<u32>load<u8>(key + <usize>length - 1)) << 8);
  }
  return (mixed * 0x9e3779b1) >> 16;
}

/** The entry of a key in a part of the table; 0 when it has none. */
function entryOf(at: usize, key: usize, length: u32): usize {
  if (length == 0 || length > LONGEST_KEY) return 0;
  const mask = load<u32>(at);
  const sure: u32 = <u32>0xffffffff >> (LONGEST_KEY - length);
  const first = v128.load(key);
  const second = v128.load(key, 16);
  let place = hashOf(key, length) & mask;
  while (true) {
    const entry = at + HEAD + <usize>place * ENTRY;
    const known = load<u32>(entry);
    if (known == 0) return 0;
    if (known == length) {
      const same =
        <u32>i8x16.bitmask(i8x16.eq(first, v128.load(entry, 16))) |
        ((<u32>i8x16.bitmask(i8x16.eq(second, v128.load(entry, 32)))) << 16);
      if ((same & sure) == sure) return entry;
    }
    place = (place + 1) & mask;
  }
  return 0;
}

/** The place behind the object at `p`, written by a part of the table; 0 when it is not sure. */
function object(p: usize, part: u32): usize {
  const at = table + <usize>load<u32>(table + ((<usize>part) << 2));
  const naming = load<u32>(at + 4) == 1;
  /** End of what was kept last, and whether it has been written: then the next one begins a new run. */
  let kept = p + 1;
  let written = false;
  let some = false;
  p = space(p + 1);
  if (<u32>load<u8>(p) == BRACE_END) return p + 1;
  depth++;
  if (depth > DEEPEST) return 0;
  while (true) {
    const key = p;
    if (<u32>load<u8>(key) != QUOTE) return 0;
    const end = plainEnd(key + 1);
    if (end == 0) return 0;
    p = valueAt(end);
    if (p == 0) return 0;
    const entry = entryOf(at, key + 1, <u32>(end - key - 1));
    const action = entry == 0 ? 0 : <u32>load<u8>(entry + 4);
    const named = entry == 0 && naming;
    if (action != 0 || named) {
      if (written) {
        if (some) write(COMMA);
        run = key;
        written = false;
      }
      some = true;
      if (named) {
        // A key that nobody knows is counted; its value is not read.
        flush(p);
        write(0x30);
        written = true;
        p = valueEnd(p);
      } else p = action == KEEP ? valueEnd(p) : inside(p, <u32>load<u8>(entry + 5));
      kept = p;
    } else {
      if (!written) {
        flush(kept);
        written = true;
      }
      p = valueEnd(p);
    }
    if (p == 0) return 0;
    p = space(p);
    const c = <u32>load<u8>(p);
    if (c == BRACE_END) {
      if (written) run = p;
      depth--;
      return p + 1;
    }
    if (c != COMMA) return 0;
    p = space(p + 1);
  }
  return 0;
}
