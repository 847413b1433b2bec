/**
 * Which files hold which ids, by hashes of the ids: an id as a string with a list of its files takes ten times as much, and a first start
 * has a million of them.
 */
import { randomInt } from 'node:crypto';

/** Slots of an empty table; a power of two, as all sizes are. */
const FEWEST = 1 << 10;
/** What an entry is: half of a hash, and the file's number from 1 on beside eight more bits of the hash; 0 is an empty slot. */
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
  /** Another for each table: nobody can write a log of ids that all begin at one slot (law 10). */
  private readonly start = randomInt(2 ** 32);

  /** How many ids of files it remembers. */
  get size(): number {
    return this.entries;
  }

  /** Bytes that it takes for ids. */
  get bytes(): number {
    return this.slots.byteLength;
  }

  /** Notes that a file holds an id. */
  add(id: string, file: string): void {
    if ((this.entries + 1) * 3 > (this.slots.length / WORDS) * 2) this.grow();
    const [a, b] = hashOf(id, this.start);
    if (this.enter(this.slots, a, ((this.numberOf(file) << MORE_BITS) | (b & MORE)) >>> 0)) this.entries++;
  }

  /**
   * Puts the files that hold an id into `found`. Among a million ids the chance that this one is taken for another is one in a
   * million; such files are looked at in vain.
   */
  find(id: string, found: Set<string>): void {
    const { slots, files } = this;
    const [a, b] = hashOf(id, this.start);
    for (let at = placeOf(slots, a); slots[at + 1] !== 0; at = behind(slots, at))
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

  /** False when it is there already. */
  private enter(slots: Uint32Array, a: number, fileAndMore: number): boolean {
    let at = placeOf(slots, a);
    for (; slots[at + 1] !== 0; at = behind(slots, at))
      if (slots[at] === a && slots[at + 1] === fileAndMore) return false;
    slots[at] = a;
    slots[at + 1] = fileAndMore;
    return true;
  }

  private grow(): void {
    const { slots } = this;
    const larger = new Uint32Array(slots.length * 2);
    for (let at = 0; at < slots.length; at += WORDS)
      if (slots[at + 1] !== 0) this.enter(larger, slots[at]!, slots[at + 1]!);
    this.slots = larger;
  }
}

/** Where an id with such a hash is looked for first, and the slot behind one. */
const placeOf = (slots: Uint32Array, a: number): number => (a & (slots.length / WORDS - 1)) * WORDS;
const behind = (slots: Uint32Array, at: number): number => (at + WORDS) % slots.length;

/**
 * 64 bits of an id, in two halves (cyrb53), of which 40 are used. Not the hash by which the archive keeps it (`identityHash`): with that,
 * adding and finding take three times as long, 0.8 s more for a million ids. The two are never compared. `start`: of 32 bits; with another one it is another hash.
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
