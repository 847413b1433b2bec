/**
 * A hash table that says which files have which ids. Strings with lists of files would take ten times the memory, and at a first start
 * there are a million ids.
 */
import { randomInt } from 'node:crypto';

/** Number of slots of an empty table; always a power of two. */
const FEWEST = 1 << 10;
/** Words of a slot: 32 bits of the hash; then the file's number (from 1) and eight more bits of the hash, or 0 for an empty slot. */
const WORDS = 2;
const MORE_BITS = 8;
const MORE = (1 << MORE_BITS) - 1;
const MOST_FILES = 2 ** (32 - MORE_BITS) - 1;

export class Holders {
  private slots = new Uint32Array(FEWEST * WORDS);
  private entries = 0;
  /** Files in the order of their numbers. */
  private files: string[] = [];
  private readonly numbers = new Map<string, number>();
  /** A random seed, so that nobody can write a log whose ids all hash to one slot (law 10). */
  private readonly start = randomInt(2 ** 32);

  /** Number of pairs of id and file. */
  get size(): number {
    return this.entries;
  }

  /** Bytes of the table. */
  get bytes(): number {
    return this.slots.byteLength;
  }

  /** Notes that a file has an id. */
  add(id: string, file: string): void {
    if ((this.entries + 1) * 3 > (this.slots.length / WORDS) * 2) this.grow();
    const [a, b] = hashOf(id, this.start);
    if (this.insert(this.slots, a, ((this.numberOf(file) << MORE_BITS) | (b & MORE)) >>> 0)) this.entries++;
  }

  /**
   * Adds the files with an id to `found`. Among a million ids, the chance of a false positive is one in a million; it only costs reading
   * a file in vain.
   */
  find(id: string, found: Set<string>): void {
    const { slots, files } = this;
    const [a, b] = hashOf(id, this.start);
    for (let at = firstSlot(slots, a); slots[at + 1] !== 0; at = nextSlot(slots, at))
      if (slots[at] === a && (slots[at + 1]! & MORE) === (b & MORE))
        found.add(files[(slots[at + 1]! >>> MORE_BITS) - 1]!);
  }

  clear(): void {
    this.slots = new Uint32Array(FEWEST * WORDS);
    this.entries = 0;
    this.files = [];
    this.numbers.clear();
  }

  private numberOf(file: string): number {
    const known = this.numbers.get(file);
    if (known !== undefined) return known;
    const number = this.files.push(file);
    if (number > MOST_FILES) throw new RangeError(`more than ${MOST_FILES} logs`);
    this.numbers.set(file, number);
    return number;
  }

  /** False if the table already has it. */
  private insert(slots: Uint32Array, a: number, fileAndMore: number): boolean {
    let at = firstSlot(slots, a);
    for (; slots[at + 1] !== 0; at = nextSlot(slots, at))
      if (slots[at] === a && slots[at + 1] === fileAndMore) return false;
    slots[at] = a;
    slots[at + 1] = fileAndMore;
    return true;
  }

  private grow(): void {
    const { slots } = this;
    const larger = new Uint32Array(slots.length * 2);
    for (let at = 0; at < slots.length; at += WORDS)
      if (slots[at + 1] !== 0) this.insert(larger, slots[at]!, slots[at + 1]!);
    this.slots = larger;
  }
}

/** The index of the first slot to search for a hash, and of the slot after another. */
const firstSlot = (slots: Uint32Array, a: number): number => (a & (slots.length / WORDS - 1)) * WORDS;
const nextSlot = (slots: Uint32Array, at: number): number => (at + WORDS) % slots.length;

/**
 * A 64-bit hash of an id in two halves (cyrb53), of which 40 bits are used; `start`: a 32-bit seed. The archive's hash (`identityHash`)
 * would take three times as long, 0.8 s more for a million ids. The two are never compared.
 */
export function hashOf(id: string, start: number): [number, number] {
  let a = 0xdeadbeef ^ start;
  let b = 0x41c6ce57 ^ start;
  for (let i = 0; i < id.length; i++) {
    const code = id.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return [a >>> 0, b >>> 0];
}
