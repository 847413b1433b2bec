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
}

/** What a word calls, and which others that needs. */
interface Call<T> {
  thing: T;
  rest: readonly number[];
}

/** Letters that are the same as one of a to z where case is ignored. */
const asAscii = (text: string): string => text.replaceAll('\u212a', 'k').replaceAll('\u017f', 's');

export class Called<T extends Thing> {
  private readonly vocabulary = new Vocabulary();
  /** By word. */
  private readonly inLine: Call<T>[][] = [];
  private readonly inText: Call<T>[][] = [];
  private readonly always: T[] = [];
  /** By word: in which line, of all that were looked at, it stood last. */
  private readonly stoodIn: Float64Array;
  private lines = 0;

  constructor(things: readonly T[]) {
    for (const thing of things) {
      if (thing.stems === null) this.always.push(thing);
      const calls = thing.inLine ? this.inLine : this.inText;
      for (const words of thing.stems ?? []) {
        const [first, ...rest] = words.map((word) => this.vocabulary.idOf(word));
        (calls[first!] ??= []).push({ thing, rest });
      }
    }
    this.stoodIn = new Float64Array(this.vocabulary.size);
  }

  /** Where each of the things is to be looked for: lines, or the whole text. `plain`: it is a plain one (`plainText.ts`). */
  in(text: string, plain: boolean): ReadonlyMap<T, readonly Span[]> {
    const { inLine, inText, stoodIn, vocabulary } = this;
    const ascii = plain ? text : asAscii(text);
    const spans = new Map<T, Span[]>();
    const whole = [{ from: 0, to: text.length }];
    for (const thing of this.always) spans.set(thing, whole);
    const first = this.lines + 1;
    /** What is to be looked for in the whole text, and may need words of other lines. */
    const open: Call<T>[] = [];
    for (let from = 0; from <= ascii.length;) {
      const next = ascii.indexOf('\n', from);
      const line = { from, to: next === -1 ? ascii.length : next };
      const count = ++this.lines;
      const called: Call<T>[][] = [];
      for (const word of vocabulary.look(ascii, from, line.to)) {
        if (stoodIn[word] === count) continue;
        if (stoodIn[word]! < first && inText[word] !== undefined) open.push(...inText[word]);
        stoodIn[word] = count;
        if (inLine[word] !== undefined) called.push(inLine[word]);
      }
      for (const calls of called)
        for (const { thing, rest } of calls) if (this.stand(rest, count)) addTo(spans, thing, line);
      from = line.to + 1;
    }
    for (const { thing, rest } of open) if (this.stand(rest, first)) spans.set(thing, whole);
    return spans;
  }

  /** Whether all the words stood in this line, or one after it. */
  private stand(words: readonly number[], line: number): boolean {
    for (const word of words) if (this.stoodIn[word]! < line) return false;
    return true;
  }
}

function addTo<T>(spans: Map<T, Span[]>, thing: T, line: Span): void {
  const lines = spans.get(thing);
  if (lines === undefined) spans.set(thing, [line]);
  else if (lines.at(-1) !== line) lines.push(line);
}
