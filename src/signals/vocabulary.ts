/** Which of some words stand in a text, told in one walk over it, without a string for each of its words. */

/** The hash of a word goes on with its next letter, a small one. */
export const hashOn = (hash: number, letter: number): number => (Math.imul(hash, 0x01000193) + letter) | 0;
/** At least so many places as words: most words of a text are told not to be known by one look. */
const PLACES_A_WORD = 4;

const slotOf = (hash: number, mask: number): number => (hash ^ (hash >>> 15)) & mask;

function hashOf(word: string): number {
  let hash = 0;
  for (let i = 0; i < word.length; i++) hash = hashOn(hash, word.charCodeAt(i));
  return hash;
}

/** Words in small letters of a to z. In a text any other character ends a word, a letter with an accent too. */
export class Vocabulary {
  private readonly words: string[] = [];
  private readonly ids = new Map<string, number>();
  /** Ids by the hash of their word, plus one; 0 for none. The next place is tried when one is taken. */
  private table = new Uint32Array(1024);
  /** One less than there are places, which are a power of two. */
  private mask = this.table.length - 1;

  /** The number of a word; the same for the same word. */
  idOf(word: string): number {
    const known = this.ids.get(word);
    if (known !== undefined) return known;
    const id = this.words.length;
    this.words.push(word);
    this.ids.set(word, id);
    if (this.words.length * PLACES_A_WORD > this.table.length) this.grow();
    else this.place(id);
    return id;
  }

  private place(id: number): void {
    let slot = slotOf(hashOf(this.words[id]!), this.mask);
    while (this.table[slot] !== 0) slot = (slot + 1) & this.mask;
    this.table[slot] = id + 1;
  }

  private grow(): void {
    this.table = new Uint32Array(this.table.length * 2);
    this.mask = this.table.length - 1;
    for (let id = 0; id < this.words.length; id++) this.place(id);
  }

  /** The number of what stands between two places of a text and has this hash; -1 when it is none of these words. */
  at(text: string, from: number, to: number, hash: number): number {
    for (let slot = slotOf(hash, this.mask); this.table[slot] !== 0; slot = (slot + 1) & this.mask) {
      const id = this.table[slot]! - 1;
      if (isAt(text, from, to, this.words[id]!)) return id;
    }
    return -1;
  }
}

function isAt(text: string, from: number, to: number, word: string): boolean {
  if (word.length !== to - from) return false;
  for (let i = 0; i < word.length; i++)
    if ((text.charCodeAt(from + i) | 0x20) !== word.charCodeAt(i)) return false;
  return true;
}
