/** Which of many expressions may find something in a text, and in which of its lines: told by the words they need, in one walk over it. */
import { Vocabulary } from './vocabulary';

/** A piece of a text. */
export interface Span {
  from: number;
  to: number;
}

/** What an expression needs: all words of one of these. Null: nothing, it is always called. */
export type Stems = readonly (readonly string[])[] | null;

interface Thing {
  stems: Stems;
  /** What it finds lies in one line, and so do its stems. */
  inLine: boolean;
  /** False: it finds nothing in a text. */
  mayBeIn: (text: string) => boolean;
}

/** A thing that may find something, and where: in lines, or in the whole text. */
export interface CalledThing<T> {
  thing: T;
  spans: Span[];
}

/** What is known of a thing, in the text that is looked at. */
interface Slot<T> extends CalledThing<T> {
  /** The first line of the text it was called in last. */
  calledIn: number;
  mayBe: boolean;
}

/** What a word calls, and which others that needs. */
interface Call<T> {
  slot: Slot<T>;
  rest: readonly number[];
}

/** Letters that are the same as one of a to z where case is ignored. */
const asAscii = (text: string): string => text.replaceAll('\u212a', 'k').replaceAll('\u017f', 's');

export class Called<T extends Thing> {
  private readonly vocabulary = new Vocabulary();
  /** By word. */
  private readonly inLine: Call<T>[][] = [];
  private readonly inText: Call<T>[][] = [];
  private readonly always: Slot<T>[] = [];
  /** By word: in which line, of all that were looked at, it stood last. */
  private readonly stoodIn: Float64Array;
  private lines = 0;
  /** Words of the line that is looked at. */
  private readonly words: number[] = [];

  constructor(things: readonly T[]) {
    for (const thing of things) {
      const slot: Slot<T> = { thing, spans: [], calledIn: 0, mayBe: false };
      if (thing.stems === null) this.always.push(slot);
      const calls = thing.inLine ? this.inLine : this.inText;
      for (const words of thing.stems ?? []) {
        // The longest calls: fewest texts have it.
        const [first, ...rest] = words
          .toSorted((a, b) => b.length - a.length)
          .map((word) => this.vocabulary.idOf(word));
        (calls[first!] ??= []).push({ slot, rest });
      }
    }
    this.stoodIn = new Float64Array(this.vocabulary.size);
  }

  /** What is called by a text. `plain`: it is a plain one (`plainText.ts`). */
  in(text: string, plain: boolean): CalledThing<T>[] {
    const { inLine, inText, stoodIn, vocabulary, words } = this;
    const ascii = plain ? text : asAscii(text);
    const called: CalledThing<T>[] = [];
    const first = this.lines + 1;
    const call = (slot: Slot<T>, from: number, to: number): void => {
      if (slot.calledIn !== first) {
        slot.calledIn = first;
        slot.mayBe = slot.thing.mayBeIn(text);
        slot.spans = [];
        if (slot.mayBe) called.push({ thing: slot.thing, spans: slot.spans });
      }
      if (slot.mayBe && slot.spans.at(-1)?.to !== to) slot.spans.push({ from, to });
    };
    for (const slot of this.always) call(slot, 0, text.length);
    /** What is to be looked for in the whole text, and may need words of other lines. */
    const open: Call<T>[] = [];
    for (let from = 0; from <= ascii.length;) {
      const next = ascii.indexOf('\n', from);
      const to = next === -1 ? ascii.length : next;
      const count = ++this.lines;
      words.length = 0;
      for (const word of vocabulary.look(ascii, from, to)) {
        if (stoodIn[word] === count) continue;
        if (stoodIn[word]! < first && inText[word] !== undefined) open.push(...inText[word]);
        stoodIn[word] = count;
        if (inLine[word] !== undefined) words.push(word);
      }
      for (const word of words)
        for (const { slot, rest } of inLine[word]!) if (this.stand(rest, count)) call(slot, from, to);
      from = to + 1;
    }
    for (const { slot, rest } of open) if (this.stand(rest, first)) call(slot, 0, text.length);
    return called;
  }

  /** Whether all the words stood in this line, or one after it. */
  private stand(words: readonly number[], line: number): boolean {
    for (const word of words) if (this.stoodIn[word]! < line) return false;
    return true;
  }
}
